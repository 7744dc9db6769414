// When a connector needs its administrators, before people are locked out or as soon as they are,
// and what is told of it.

import { defined } from '../../defined.ts'
import type { ConnectorId, EventId, SsoId, TenantId } from '../ids.ts'
import type { DeploymentEvent, EventData } from './events.ts'

/** Refusals count together for this long, milliseconds. */
export const WATCH_WINDOW_MS = 15 * 60_000
/**
 * After a recovery the same is not told again for this long, milliseconds: who can cause refusals
 * cannot make it ring all day.
 */
export const QUIET_MS = 3_600_000
const ENOUGH = 5
const FROM_BROWSERS = 3
/** A whole company may look like one browser: behind one address, with one kind of computer. */
const ENOUGH_FROM_ANYWHERE = 10

/**
 * A metadata URL fails now and then; certificates are renewed late. From then on somebody has to
 * look.
 */
const METADATA_MS = 86_400_000
const CERTIFICATE_DAYS = 14

/** A refusal as far as counting goes. */
export interface SeenRefusal {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Address and kind of browser: tells one person who tries again from several. */
  readonly from: string
}

/**
 * The refusals of one kind that count at the time of the newest: no more of them than decide
 * anything.
 */
export const withRefusal = (
  seen: readonly SeenRefusal[],
  newest: SeenRefusal,
): readonly SeenRefusal[] =>
  [...seen.filter(({ at }) => at > newest.at - WATCH_WINDOW_MS), newest].slice(
    -ENOUGH_FROM_ANYWHERE,
  )

/**
 * Tells whether refusals of one kind, without a login between them, are the connector's and no
 * single person's.
 */
export const shouldAlert = (seen: readonly SeenRefusal[]): boolean =>
  seen.length >= ENOUGH_FROM_ANYWHERE ||
  (seen.length >= ENOUGH && browsersIn(seen) >= FROM_BROWSERS)

const browsersIn = (seen: readonly SeenRefusal[]): number =>
  new Set(seen.map(({ from }) => from)).size

/**
 * Tells whether a certificate that expires has come so close that administrators have to look at
 * what depends on it.
 */
export const isCloseToEnd = (threshold: unknown, hasSuccessor: unknown): boolean =>
  typeof threshold === 'number' && threshold <= CERTIFICATE_DAYS && hasSuccessor === false

/** Tells whether a metadata URL has been failing for too long. */
export const failsTooLong = (since: number, now: number): boolean => now - since >= METADATA_MS

/**
 * Why a connector needs attention. What people are kept out by ends with the next login; the others
 * are told once.
 */
export type AttentionCause = 'refusals' | 'disabled' | 'deleted' | 'certificate' | 'metadata'

/** `urgent` while passwords are switched off: then there is no other way in. */
export type Severity = 'warning' | 'urgent'

/** A connector as events name it. */
export interface ObservedConnector {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
  readonly ssoId: SsoId
}

/** What is told of a connector that needs attention. */
export interface Attention {
  readonly cause: AttentionCause
  readonly severity: Severity
  readonly code?: string
  /** With `fixed_by`, and in `todo` what to do. */
  readonly facts: EventData
}

/** The event that a connector needs attention. */
export const needsAttention = (
  id: EventId,
  connector: ObservedConnector,
  { cause, severity, code, facts }: Attention,
  at: number,
): DeploymentEvent => ({
  id,
  type: 'connector.needs_attention',
  ...connector,
  at,
  ...defined({ code }),
  data: { cause, severity, ...facts },
})

/** The event that people get in again. */
export const recovered = (
  id: EventId,
  connector: ObservedConnector,
  codes: readonly string[],
  at: number,
): DeploymentEvent => ({
  id,
  type: 'connector.recovered',
  ...connector,
  at,
  data: { causes: codes },
})

/** What is told of refusals of one kind. */
export const refusalFacts = (seen: readonly SeenRefusal[]): EventData => ({
  refusals: seen.length,
  browsers: browsersIn(seen),
  since: new Date(seen[0]?.at ?? 0).toISOString(),
})

/** What is told where an administrator shut the door. */
export const DISABLED_ALERTS: Readonly<Record<'disabled' | 'deleted', EventData>> = {
  disabled: {
    fixed_by: 'sp_admin',
    todo: 'Enable the connector again when people are to sign in through it.',
  },
  deleted: {
    fixed_by: 'sp_admin',
    todo: 'People who signed in through it need another connector, or a password where the tenant allows one.',
  },
}
