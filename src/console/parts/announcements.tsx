// What is said in passing: toasts, and words for screen readers alone. One live region holds both,
// because a region that comes with its text is often not read.

import { useSyncExternalStore } from 'react'
import styles from './announcements.module.css'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'

interface Said {
  readonly id: number
  readonly text: string
  readonly isShown: boolean
}

const STAYS_MS = 6_000
let said: readonly Said[] = []
let last = 0
const listeners = new Set<() => void>()

function change(next: readonly Said[]): void {
  said = next
  for (const listener of listeners) listener()
}

function say(text: string, isShown: boolean): void {
  last++
  const id = last
  change([...said.filter((one) => one.text !== text), { id, text, isShown }].slice(-3))
  setTimeout(() => change(said.filter((one) => one.id !== id)), STAYS_MS)
}

/** Shows for a moment what was done: "Connector activated". */
export const toast = (text: string): void => say(text, true)

/** Says to screen readers what everybody else sees: "Copied". */
export const announce = (text: string): void => say(text, false)

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The live region; the shell has one. */
export function Announcements() {
  const now = useSyncExternalStore(subscribe, () => said)
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {now.map(({ id, text, isShown }) => (
        <p key={id} className={classes(isShown ? styles.toast : styles.unseen)}>
          {isShown && <Icon name="check" />}
          {text}
        </p>
      ))}
    </div>
  )
}
