// What a list shows while nothing is in it: one sentence and one button.

import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

export interface EmptyStateProps {
  readonly title?: string | undefined
  readonly sentence: ReactNode
  readonly action?: ReactNode
}

/** Nothing here yet, and what to do about it. */
export const EmptyState = ({ title, sentence, action }: EmptyStateProps) => (
  <div className={styles.empty}>
    {title !== undefined && <h2>{title}</h2>}
    <p>{sentence}</p>
    {action}
  </div>
)
