// A menu of actions behind a button. The button is ours and there at once; what opens (arrow keys,
// type-ahead, Escape, focus back to the button) is loaded as soon as somebody points at it.

import { type ReactNode, Suspense, useRef, useState } from 'react'
import { Icon } from './icon.tsx'
import { lazyPart } from './lazy-part.ts'
import styles from './popups/menu.module.css'
import type { MenuAction } from './popups/menu-action.ts'

export interface MenuProps {
  /** What the button says to those who do not see it: "Actions of Okta". */
  readonly label: string
  readonly actions: readonly MenuAction[]
  /** What the button shows; three dots if absent. */
  readonly children?: ReactNode
  readonly className?: string | undefined
}

const load = async () => (await import('./popups/menu-popup.tsx')).MenuPopup
const MenuPopup = lazyPart(load)
/** Begins to load it before it is opened. */
const preload = () => void load().catch(() => undefined)

/** A button with a menu. */
export function Menu({ label, actions, children, className }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  /** How it was opened last; `undefined`: never. */
  const [opened, setOpened] = useState<'pointer' | 'keyboard'>()
  const open = (by: 'pointer' | 'keyboard'): void => {
    setOpened(by)
    setOpen(true)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className ?? styles.dots}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={preload}
        onFocus={preload}
        // A click without a count comes from Enter or Space.
        onClick={({ detail }) => (isOpen ? setOpen(false) : open(detail ? 'pointer' : 'keyboard'))}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          open('keyboard')
        }}
      >
        {children ?? <Icon name="more" />}
      </button>
      {opened && (
        <Suspense>
          <MenuPopup
            label={label}
            actions={actions}
            anchor={button}
            isOpen={isOpen}
            isByKeyboard={opened === 'keyboard'}
            onChange={setOpen}
          />
        </Suspense>
      )}
    </>
  )
}
