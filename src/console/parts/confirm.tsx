// What destroys something is confirmed: what will happen, in words, and the name typed where the
// API wants it typed.

import { type ReactNode, useState } from 'react'
import { Actions, Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './fields.tsx'
import { ProblemNotice, type ShownProblem } from './notice.tsx'

export interface ConfirmProps {
  readonly open: boolean
  readonly title: string
  /** What will happen, and what will not. */
  readonly children: ReactNode
  /** What the button says: "Delete SSO key". */
  readonly action: string
  /** The name that has to be typed. */
  readonly typed?: string | undefined
  readonly pending?: boolean
  readonly problem?: ShownProblem | undefined
  /** It destroys nothing. */
  readonly harmless?: boolean
  /** For two things side by side. */
  readonly wide?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something is destroyed. */
export const Confirm = ({ open, title, onClose, wide = false, ...rest }: ConfirmProps) => (
  <Dialog open={open} title={title} onClose={onClose} wide={wide}>
    <Question {...rest} onClose={onClose} />
  </Dialog>
)

/** Apart, so that every opening begins with an empty field. */
function Question({
  children,
  action,
  typed,
  pending = false,
  problem,
  harmless,
  onConfirm,
  onClose,
}: Omit<ConfirmProps, 'open' | 'title' | 'wide'>) {
  const [name, setName] = useState('')
  const isTyped = typed === undefined || name.trim() === typed
  const confirm = () => {
    if (isTyped && !pending) onConfirm()
  }
  return (
    <>
      <div>{children}</div>
      {typed !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            event.stopPropagation()
            confirm()
          }}
        >
          <TextField label={`Type “${typed}” to confirm`} value={name} onChange={setName} />
        </form>
      )}
      <ProblemNotice problem={problem} />
      <Actions>
        <Button
          kind={harmless ? 'primary' : 'danger'}
          pending={pending}
          onClick={confirm}
          why={isTyped ? undefined : 'Type the name first'}
        >
          {action}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </Actions>
    </>
  )
}
