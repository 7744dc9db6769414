// What a menu opens (Base UI).

import { Menu as Base } from '@base-ui/react/menu'
import { useNavigate } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { classes } from '../classes.ts'
import styles from './menu.module.css'
import type { MenuAction } from './menu-action.ts'

export interface MenuPopupProps {
  readonly label: string
  readonly actions: readonly MenuAction[]
  /** The button, where focus goes back to. */
  readonly anchor: RefObject<HTMLButtonElement | null>
  readonly isOpen: boolean
  /** The first action gets the focus. */
  readonly isByKeyboard: boolean
  readonly onChange: (isOpen: boolean) => void
}

/** The actions of a menu. */
export function MenuPopup(props: MenuPopupProps) {
  const { label, actions, anchor, isOpen, isByKeyboard, onChange } = props
  const navigate = useNavigate()
  const choose = ({ to, href, onSelect }: MenuAction): void => {
    if (to !== undefined) void navigate({ to })
    if (href !== undefined) window.open(href, '_blank', 'noopener')
    onSelect?.()
  }
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(next, details) => {
        // The button closes its menu itself, so that the press does not open it again.
        if (isInside(details.event.target, anchor.current)) details.cancel()
        else onChange(next)
      }}
      modal={false}
    >
      <Base.Portal>
        <Base.Positioner className={styles.positioner} anchor={anchor} sideOffset={4} align="end">
          <Base.Popup className={styles.popup} aria-label={label} finalFocus={anchor}>
            {actions.map((action, at) => (
              <Base.Item
                key={action.label}
                ref={isByKeyboard && at === 0 ? focusSoon : undefined}
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

const isInside = (target: EventTarget | null, element: Element | null): boolean =>
  target instanceof Node && element?.contains(target) === true

/** After the popup has taken the focus itself. */
const focusSoon = (element: HTMLElement | null): void => {
  requestAnimationFrame(() => element?.focus())
}
