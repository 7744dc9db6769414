// The steps of something that takes several: each has an address, and can be left and resumed.

import { Anchor } from './anchor.tsx'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import styles from './stepper.module.css'

/** A step; without `to` it cannot be opened yet. */
export interface Step {
  readonly label: string
  readonly to?: string | undefined
  readonly isDone?: boolean
}

export interface StepperProps {
  /** What the steps lead to: "Set up Okta". */
  readonly label: string
  readonly steps: readonly Step[]
  /** Counted from 0. */
  readonly current: number
}

/** Steps with the one that is open. */
export const Stepper = ({ label, steps, current }: StepperProps) => (
  <nav aria-label={label}>
    <ol className={styles.steps}>
      {steps.map(({ label: name, to, isDone }, at) => (
        <li
          key={name}
          className={classes(styles.step, at === current && styles.current, isDone && styles.done)}
          aria-current={at === current ? 'step' : undefined}
        >
          <span className={styles.number} aria-hidden="true">
            {isDone ? <Icon name="check" /> : at + 1}
          </span>
          {to === undefined || at === current ? name : <Anchor to={to}>{name}</Anchor>}
          {isDone && <span className={styles.unseen}> (done)</span>}
        </li>
      ))}
    </ol>
  </nav>
)
