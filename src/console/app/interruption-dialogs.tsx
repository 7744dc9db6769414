// The two dialogs that a request may wait for: the session has ended, or a change asks for a recent
// proof of who one is. Both happen in a tab of their own, so that nothing typed here is lost.

import { useEffect, useRef, useState } from 'react'
import { isGuestTab } from '../api/acting-as.ts'
import { takeInterruptions } from '../api/interruptions.ts'
import { useForgetMe } from '../api/me.ts'
import { Actions, Button, ButtonLink } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { CONFIRMED_ADDRESS, onConfirmed } from './confirmations.ts'

interface Waiting {
  readonly kind: 'sign-in' | 'step-up'
  /** Where the person signs in. */
  readonly address: string
  readonly settle: (again: boolean) => void
}

const SIGN_IN = `/login?return_to=${encodeURIComponent(CONFIRMED_ADDRESS)}`

/** An address of ours, coming back to the page that tells this tab. */
function withReturn(address: string): string | undefined {
  const url = new URL(address, window.location.origin)
  if (url.origin !== window.location.origin) return undefined
  url.searchParams.set('return_to', CONFIRMED_ADDRESS)
  return url.pathname + url.search
}

/** The dialogs, closed until a request waits for one. */
export function InterruptionDialogs() {
  const [waiting, setWaiting] = useState<Waiting>()
  const forgetMe = useForgetMe()
  const forget = useRef(forgetMe)
  forget.current = forgetMe
  useEffect(
    () =>
      takeInterruptions({
        signIn() {
          // A set-up link that ended opens no more by signing in: the shell says what happened.
          if (isGuestTab()) return forget.current().then(() => false)
          return new Promise((settle) => setWaiting({ kind: 'sign-in', address: SIGN_IN, settle }))
        },
        stepUp(authenticationUrl) {
          const address = withReturn(authenticationUrl)
          if (address === undefined) return Promise.resolve(false)
          return new Promise((settle) => setWaiting({ kind: 'step-up', address, settle }))
        },
      }),
    [],
  )
  const end = (again: boolean) => {
    waiting?.settle(again)
    setWaiting(undefined)
  }
  return waiting ? <InterruptionDialog {...waiting} onEnd={end} /> : null
}

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

function InterruptionDialog({
  kind,
  address,
  onEnd,
}: Omit<Waiting, 'settle'> & { readonly onEnd: (again: boolean) => void }) {
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
