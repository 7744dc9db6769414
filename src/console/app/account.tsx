// Who works here, and how they leave.

import type { Me } from '../api/me.ts'
import styles from './shell.module.css'

const KINDS: Readonly<Partial<Record<Me['kind'], string>>> = {
  operator: 'Operator',
  support: 'Support, reads only',
  administrator: 'Administrator',
  viewer: 'Viewer, reads only',
  guest: 'Working with a set-up link',
}

/** The person at the end of the navigation. */
export const Account = ({ me: { kind, user } }: { readonly me: Me }) => (
  <div className={styles.account}>
    {user && <bdi>{[user.first_name, user.last_name].filter(Boolean).join(' ') || user.email}</bdi>}
    <span className={styles.kind}>{KINDS[kind]}</span>
    {user && (
      <span className={styles.leave}>
        <a href="/account">Your account</a>
        <a href="/logout">Sign out</a>
      </span>
    )}
  </div>
)
