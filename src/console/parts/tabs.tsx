// The tabs of a noun: links, because each tab has an address.

import { Link } from '@tanstack/react-router'
import styles from './tabs.module.css'

export interface TabsProps {
  /** Of what these are tabs. */
  readonly label: string
  readonly tabs: readonly { readonly label: string; readonly to: string }[]
}

/** Links between the screens of one thing. */
export const Tabs = ({ label, tabs }: TabsProps) => (
  <nav aria-label={label} className={styles.frame} data-keeps-focus="">
    <ul className={styles.tabs}>
      {tabs.map((tab) => (
        <li key={tab.to}>
          <Link
            to={tab.to}
            preload="intent"
            activeOptions={{ exact: true, includeSearch: false }}
            className={styles.tab}
          >
            {tab.label}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
)
