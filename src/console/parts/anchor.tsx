// A link inside the console: the router follows it, and loads its screen as soon as somebody points
// at it. `paths.ts` makes the addresses.

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Where a link leads: a path below `/console`, with or without a query. */
export interface AnchorProps {
  readonly to: string
  readonly children: ReactNode
  readonly className?: string | undefined
  readonly label?: string | undefined
}

/** A link to a screen. */
export const Anchor = ({ to, children, className, label }: AnchorProps) => (
  <Link to={to} preload="intent" className={className} aria-label={label}>
    {children}
  </Link>
)
