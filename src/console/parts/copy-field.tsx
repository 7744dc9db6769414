// A value that somebody carries to another product: it can be copied by a button, and selected.

import { useState } from 'react'
import { announce } from './announcements.tsx'
import { Button } from './button.tsx'
import styles from './copy-field.module.css'
import { Icon } from './icon.tsx'

const SHOWN_MS = 2_000

/** Copies a text, says so, and shows it for a moment. `what` names the value to screen readers. */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = async () => {
    const done = await navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    )
    setState(done ? 'copied' : 'refused')
    announce(done ? `Copied: ${what}` : 'The browser did not allow copying. Select the text.')
    setTimeout(() => setState('idle'), SHOWN_MS)
  }
  return (
    <Button onClick={() => void copy()} label={`Copy ${what}`}>
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      {state === 'copied' ? 'Copied' : state === 'refused' ? 'Select it' : 'Copy'}
    </Button>
  )
}

export interface CopyFieldProps {
  readonly label: string
  readonly value: string
  readonly help?: string | undefined
}

/** A labelled value with a copy button. */
export function CopyField({ label, value, help }: CopyFieldProps) {
  return (
    <div className={styles.field}>
      <span className={styles.label}>{label}</span>
      <div className={styles.row}>
        <code className={styles.value}>{value}</code>
        <CopyButton value={value} what={label} />
      </div>
      {help !== undefined && <p className={styles.help}>{help}</p>}
    </div>
  )
}
