// A form: at most 560 px wide, Enter submits it, and the first field in error gets the focus.

import { type ReactNode, useEffect, useRef } from 'react'
import { Actions, Button } from './button.tsx'
import styles from './form.module.css'
import { ProblemNotice, type ShownProblem } from './notice.tsx'

export interface FormProps {
  readonly children: ReactNode
  /** What the button says, a verb first: "Issue SSO key". */
  readonly submit: string
  readonly onSubmit: () => void
  readonly pending?: boolean
  readonly problem?: ShownProblem | undefined
  /** Buttons after the first one. */
  readonly second?: ReactNode
  /** Why it cannot be submitted. */
  readonly why?: string | undefined
}

/** A form with its button. */
export function Form({ children, submit, onSubmit, pending, problem, second, why }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [problem])
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        // A form in a dialog stands inside the form that opened it, as far as React knows.
        event.stopPropagation()
        if (!pending && why === undefined) onSubmit()
      }}
    >
      <ProblemNotice problem={problem} />
      {children}
      <Actions>
        <Button kind="primary" type="submit" pending={pending} why={why}>
          {submit}
        </Button>
        {second}
      </Actions>
    </form>
  )
}
