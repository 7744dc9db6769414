// A state: an icon, a word and a tint, so that colour is never all that tells it.

import styles from './badge.module.css'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'

/** The states of connectors, links, domains and people, by what they mean. */
export type BadgeState = 'live' | 'tested' | 'draft' | 'awaiting' | 'failing' | 'disabled'

const STATES: Readonly<Record<BadgeState, readonly [IconName, string]>> = {
  live: ['check', 'Live'],
  tested: ['check', 'Tested'],
  draft: ['dash', 'Draft'],
  awaiting: ['clock', 'Awaiting approval'],
  failing: ['alert', 'Failing'],
  disabled: ['circle', 'Disabled'],
}

/** A state; `label` says it in other words than the usual ones ("Verified", "Revoked"). */
export function Badge({
  state,
  label,
}: {
  readonly state: BadgeState
  readonly label?: string | undefined
}) {
  const [icon, word] = STATES[state]
  return (
    <span className={classes(styles.badge, styles[state])}>
      <Icon name={icon} />
      {label ?? word}
    </span>
  )
}
