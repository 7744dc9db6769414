// A set-up link: it lets somebody without an account set up single sign-on of one tenant. Everybody
// who holds the link is a guest of the tenant, for the tasks that the link names and nothing else.

import type { Actor } from '../commands/envelope.ts'
import type { ConnectorId, SetupLinkId, TenantId } from '../ids.ts'
import type { Listed, Page } from '../page.ts'
import type { GateAddress } from '../tenant.ts'

/** What a link can be made for. */
export const SETUP_TASKS = ['sso', 'domain', 'certificate'] as const
export type SetupTask = (typeof SETUP_TASKS)[number]

export const SETUP_LINK_STATES = ['unopened', 'opened', 'done', 'revoked', 'expired'] as const
export type SetupLinkState = (typeof SETUP_LINK_STATES)[number]

const DAY = 86_400_000
export const MAX_DAYS_TO_FIRST_USE = 60
export const DAYS_TO_FIRST_USE = 14
/** Once opened, a link serves for so long: a record in the DNS and a change at an IdP take days. */
const OPEN_FOR = 60 * DAY
/** Links of a tenant that can still be used. */
export const MAX_USABLE_LINKS = 20
/** Links of a tenant on record; the next one takes the place of the oldest that has ended. */
export const MAX_KEPT_LINKS = 100
/** A browser is a guest for so long, then it opens the link again, milliseconds. */
export const SETUP_SESSION_LIFETIME = 12 * 3_600_000

export interface SetupLink {
  readonly id: SetupLinkId
  readonly tenantId: TenantId
  readonly tasks: readonly SetupTask[]
  /** The one connector that the link opens, with its SSO key and its external IdP; absent: all. */
  readonly connectorId?: ConnectorId
  /** Its guests may make a tested version govern logins. */
  readonly mayActivate: boolean
  /** Milliseconds since the epoch, here and below. */
  readonly createdAt: number
  readonly createdBy: Actor
  readonly firstUseUntil: number
  readonly firstOpenedAt?: number
  readonly lastOpenedAt?: number
  readonly openedTimes: number
  readonly doneAt?: number
  readonly revokedAt?: number
}

/** When the link ends by itself. */
export const expiryOf = ({ firstOpenedAt, firstUseUntil }: SetupLink): number =>
  firstOpenedAt === undefined ? firstUseUntil : firstOpenedAt + OPEN_FOR

/** What has become of the link. */
export function stateOf(link: SetupLink, now: number): SetupLinkState {
  if (link.revokedAt !== undefined) return 'revoked'
  if (link.doneAt !== undefined) return 'done'
  if (now >= expiryOf(link)) return 'expired'
  return link.firstOpenedAt === undefined ? 'unopened' : 'opened'
}

const ENDS = {
  revoked: 'setup_link_revoked',
  done: 'setup_link_done',
  expired: 'setup_link_expired',
} as const

/** Why the link opens nothing any more; undefined while it can be used. */
export function endOf(link: SetupLink, now: number): (typeof ENDS)[keyof typeof ENDS] | undefined {
  const state = stateOf(link, now)
  return state === 'unopened' || state === 'opened' ? undefined : ENDS[state]
}

/** What exists of the set-up, counted from when the link was made. */
export interface SetupProgress {
  readonly externalIdp: boolean
  readonly connector: boolean
  readonly tested: boolean
  readonly activated: boolean
  readonly domain: boolean
}

/** Set-up links as the API sees them: lists from D1, what a guest may from the tenant's gate. */
export interface SetupLinks {
  /** The link of a token, by the SHA-256 of the token (lower-case hex). */
  findByTokenHash(
    hash: string,
  ): Promise<{ readonly tenantId: TenantId; readonly id: SetupLinkId } | undefined>
  /** Newest first. */
  list(tenantId: TenantId, page: Page): Promise<Listed<SetupLink>>
  /** As the gate has it at this moment; it decides. */
  find(gate: GateAddress, tenantId: TenantId, id: SetupLinkId): Promise<SetupLink | undefined>
  /** How far a tenant's set-up is, told for each of these links. */
  readProgress(
    tenantId: TenantId,
    links: readonly SetupLink[],
  ): Promise<ReadonlyMap<SetupLinkId, SetupProgress>>
  /**
   * Counts a token that a network tried; until when it has to wait, milliseconds since the epoch,
   * when there were too many.
   */
  countAttempt(network: string): Promise<number | undefined>
  /** Takes an attempt back: the token was right. */
  forgiveAttempt(network: string): Promise<void>
}
