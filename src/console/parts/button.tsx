// Buttons, and links that look like one. A button says what it does, shows that it works, and
// cannot be pressed twice.

import type { ReactNode } from 'react'
import { Anchor } from './anchor.tsx'
import styles from './button.module.css'
import { classes } from './classes.ts'

/** One primary action on a page; `quiet` has no border; `danger` destroys. */
export type ButtonKind = 'primary' | 'second' | 'quiet' | 'danger'

export interface ButtonProps {
  readonly children: ReactNode
  readonly kind?: ButtonKind
  readonly type?: 'button' | 'submit'
  readonly onClick?: (() => void) | undefined
  /** It works: another press does nothing. */
  readonly pending?: boolean | undefined
  /** Why it cannot be pressed: it stays reachable, and says so. */
  readonly why?: string | undefined
  /** What it says to those who do not see its text. */
  readonly label?: string | undefined
}

const look = (kind: ButtonKind) => classes(styles.button, styles[kind])

/** A button. */
export function Button({
  children,
  kind = 'second',
  type = 'button',
  onClick,
  pending = false,
  why,
  label,
}: ButtonProps) {
  const off = pending || why !== undefined
  return (
    <button
      type={type}
      className={look(kind)}
      aria-disabled={off || undefined}
      aria-busy={pending || undefined}
      aria-label={label}
      title={why}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.()
      }}
    >
      {pending && <span className={styles.spinner} aria-hidden="true" />}
      {children}
      {why !== undefined && <span className={styles.unseen}>. {why}</span>}
    </button>
  )
}

export interface ButtonLinkProps {
  readonly children: ReactNode
  readonly kind?: ButtonKind
  /** A path below `/console`. */
  readonly to?: string
  /** An address outside of the console. */
  readonly href?: string
  /** Opens in a tab of its own. */
  readonly newTab?: boolean
}

/** A link that looks like a button. */
export const ButtonLink = ({ children, kind = 'second', to, href, newTab }: ButtonLinkProps) =>
  to === undefined ? (
    <a className={look(kind)} href={href} {...(newTab && { target: '_blank', rel: 'noopener' })}>
      {children}
    </a>
  ) : (
    <Anchor to={to} className={look(kind)}>
      {children}
    </Anchor>
  )

/** Buttons in a row: the one that goes on stands first. */
export const Actions = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.actions}>{children}</div>
)
