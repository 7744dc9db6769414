// A menu of actions behind a button, with arrow keys, type-ahead and Escape (Base UI).

import { Menu as Base } from '@base-ui/react/menu'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import styles from './menu.module.css'

/** One action: it leads somewhere, or does something. */
export interface MenuAction {
  readonly label: string
  readonly to?: string
  /** An address outside of the console, opened in a tab of its own. */
  readonly href?: string
  readonly onSelect?: () => void
  readonly danger?: boolean
  /** Why it cannot be chosen now. */
  readonly why?: string | undefined
}

export interface MenuProps {
  /** What the button says to those who do not see it: "Actions of Okta". */
  readonly label: string
  readonly actions: readonly MenuAction[]
  /** What the button shows; three dots if absent. */
  readonly children?: ReactNode
  readonly className?: string | undefined
}

/** A button with a menu. */
export function Menu({ label, actions, children, className }: MenuProps) {
  const navigate = useNavigate()
  const choose = ({ to, href, onSelect }: MenuAction): void => {
    if (to !== undefined) void navigate({ to })
    if (href !== undefined) window.open(href, '_blank', 'noopener')
    onSelect?.()
  }
  return (
    <Base.Root modal={false}>
      <Base.Trigger
        className={className ?? styles.dots}
        aria-label={children === undefined ? label : undefined}
      >
        {children ?? <Icon name="more" />}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align="end">
          <Base.Popup className={styles.popup} aria-label={label}>
            {actions.map((action) => (
              <Base.Item
                key={action.label}
                className={classes(styles.item, action.danger && styles.danger)}
                disabled={action.why !== undefined}
                onClick={() => choose(action)}
              >
                {action.label}
                {action.why !== undefined && <span className={styles.why}>{action.why}</span>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
