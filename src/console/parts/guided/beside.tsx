// Something long, and beside it what one does with it. Below 1100 px one stands under the other.

import type { ReactNode } from 'react'
import styles from './beside.module.css'

export interface BesideProps {
  readonly children: ReactNode
  /** It stays in sight while the rest scrolls. */
  readonly aside: ReactNode
}

/** Two columns, of which the second stays in sight. */
export const Beside = ({ children, aside }: BesideProps) => (
  <div className={styles.beside}>
    <div>{children}</div>
    <div className={styles.aside}>{aside}</div>
  </div>
)
