// Two states of the same thing side by side. A difference is marked by a word, not by colour alone.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './diff.module.css'

/** One member in both states. `changed` is worked out from texts if it is absent. */
export interface DiffRow {
  readonly label: string
  readonly before: ReactNode
  readonly after: ReactNode
  readonly changed?: boolean
}

export interface DiffProps {
  readonly caption: string
  readonly before: string
  readonly after: string
  readonly rows: readonly DiffRow[]
  /** Leaves out what is the same. */
  readonly onlyChanges?: boolean
}

/** Compares two states, as live and draft. */
export function Diff({ caption, before, after, rows, onlyChanges }: DiffProps) {
  const marked = rows.map((row) => ({ ...row, changed: row.changed ?? row.before !== row.after }))
  const shown = onlyChanges ? marked.filter(({ changed }) => changed) : marked
  if (shown.length === 0) return <p className={styles.same}>Nothing differs.</p>
  return (
    <div className={styles.frame}>
      <table className={styles.diff}>
        <caption className={styles.unseen}>{caption}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ label, before: left, after: right, changed }) => (
            <tr key={label} className={classes(changed && styles.changed)}>
              <th scope="row">
                {label}
                {changed && <span className={styles.mark}>Changed</span>}
              </th>
              <td data-title={before}>{left ?? '–'}</td>
              <td data-title={after}>{right ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
