// The dialog that a request waits for. It closes by itself once the other tab has signed in.

import { useEffect, useRef } from 'react'
import { Actions, Button, ButtonLink } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { onConfirmed } from './confirmations.ts'

/** What the person is asked for. */
export type InterruptionKind = 'sign-in' | 'step-up'

const WORDS = {
  'sign-in': {
    title: 'Your session has ended',
    text: 'Sign in again in a new tab. This page keeps what you typed and goes on by itself.',
    action: 'Sign in',
  },
  'step-up': {
    title: 'Confirm that it is you',
    text: 'This change asks for a sign-in within the last 15 minutes. Confirm it in a new tab. This page goes on by itself.',
    action: 'Confirm',
  },
} as const

export interface InterruptionDialogProps {
  readonly kind: InterruptionKind
  readonly address: string
  /** `true`: the request is asked again. */
  readonly onEnd: (again: boolean) => void
}

/** Asks the person to sign in, or to prove again who they are. */
export function InterruptionDialog({ kind, address, onEnd }: InterruptionDialogProps) {
  const end = useRef(onEnd)
  end.current = onEnd
  useEffect(() => onConfirmed(() => end.current(true)), [])
  const { title, text, action } = WORDS[kind]
  return (
    <Dialog open title={title} onClose={() => onEnd(false)}>
      <p>{text}</p>
      <Actions>
        <ButtonLink kind="primary" href={address} newTab>
          {action}
        </ButtonLink>
        <Button onClick={() => onEnd(true)}>I have done this</Button>
        <Button kind="quiet" onClick={() => onEnd(false)}>
          Cancel
        </Button>
      </Actions>
    </Dialog>
  )
}
