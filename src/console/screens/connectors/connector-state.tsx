// The state of a connector as a badge, by the same words in the list and on its screen.

import { Badge, type BadgeState } from '../../parts/badge.tsx'

const STATES = {
  active: 'live',
  tested: 'tested',
  draft: 'draft',
  disabled: 'disabled',
} as const satisfies Readonly<Record<string, BadgeState>>

export type ConnectorState = keyof typeof STATES

interface Stated {
  readonly enabled: boolean
  readonly active_version: string | null
  readonly latest: { readonly state: string }
}

/** The state of a connector: whether people sign in through it, or how far it is. */
export function stateOf({ enabled, active_version, latest }: Stated): ConnectorState {
  if (!enabled) return 'disabled'
  if (active_version !== null) return 'active'
  return latest.state === 'draft' ? 'draft' : 'tested'
}

/** A state as a badge. */
export const StateBadge = ({ state }: { readonly state: ConnectorState }) => (
  <Badge state={STATES[state]} />
)
