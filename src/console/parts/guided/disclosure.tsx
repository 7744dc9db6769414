// Something that most people do not need: one line that opens.

import type { ReactNode } from 'react'
import styles from './disclosure.module.css'

export interface DisclosureProps {
  readonly title: string
  readonly children: ReactNode
}

/** A line that opens. */
export const Disclosure = ({ title, children }: DisclosureProps) => (
  <details className={styles.disclosure}>
    <summary>{title}</summary>
    <div className={styles.content}>{children}</div>
  </details>
)
