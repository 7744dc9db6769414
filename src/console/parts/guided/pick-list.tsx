// One of several things to go on with: a plain list of cards, each of them a button.

import { Icon } from '../icon.tsx'
import styles from './pick-list.module.css'

/** A thing to pick. */
interface Pick {
  readonly id: string
  readonly title: string
  readonly detail?: string | undefined
}

export interface PickListProps {
  /** What is picked, for screen readers. */
  readonly label: string
  readonly picks: readonly Pick[]
  readonly onPick: (id: string) => void
  /** The one that was picked and is being prepared. */
  readonly pending?: string | undefined
}

/** Things to pick one of. */
export const PickList = ({ label, picks, onPick, pending }: PickListProps) => (
  <ul className={styles.list} aria-label={label}>
    {picks.map(({ id, title, detail }) => (
      <li key={id}>
        <button
          type="button"
          className={styles.pick}
          aria-busy={pending === id || undefined}
          aria-disabled={pending !== undefined || undefined}
          onClick={() => pending === undefined && onPick(id)}
        >
          <span className={styles.words}>
            <strong>{title}</strong>
            {detail !== undefined && <span className={styles.detail}>{detail}</span>}
          </span>
          <Icon name="right" />
        </button>
      </li>
    ))}
  </ul>
)
