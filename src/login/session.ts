// A session: the row in the gate that a login made, and the sealed handle in the browser that names
// it.

import { encodeBase64Url } from '../protocol/bytes/base64.ts'
import type { GrantedApplication } from '../tenants/application.ts'
import type { LandingSettings } from '../tenants/connectors/landing.ts'
import type { ConnectorId, SsoId, TenantId, UserId } from '../tenants/ids.ts'
import type { Environment } from '../tenants/sso-key.ts'
import type { GateAddress } from '../tenants/tenant.ts'
import type { User } from '../tenants/user.ts'

/**
 * How a person proved here who they are, by the names of RFC 8176 where it has one: a password, a
 * one-time code, a key of hardware or software that verified the person. `rcv` is a recovery code.
 */
const AUTHENTICATION_METHODS = ['pwd', 'otp', 'hwk', 'rcv'] as const
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number]

/**
 * What the cookie `__Host-session` seals. The row in the gate decides; the handle only names it.
 */
export interface SessionHandle {
  readonly gate: GateAddress
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly sid: string
  /** The proof of a second factor after which it was handed out; absent in the one of the login. */
  readonly provenBy?: string
}

/** Bytes of a session's id behind its prefix: 144 bits. */
export const SESSION_ID_BYTES = 18

/** What the id of a session looks like. */
export const SESSION_ID = /^ses_[A-Za-z0-9_-]{24}$/

/**
 * Writes the id of a session from that many bytes: random ones, or a digest of what the session
 * spends.
 */
export const writeSessionId = (bytes: Uint8Array): string => `ses_${encodeBase64Url(bytes)}`

export interface Session {
  readonly sid: string
  readonly tenantId: TenantId
  readonly userId: UserId
  /** Both absent where no connector began the session. */
  readonly connectorId?: ConnectorId
  readonly ssoId?: SsoId
  /** What was proven here (RFC 8176); nothing where a connector began the session. */
  readonly methods: readonly AuthenticationMethod[]
  readonly environment: Environment
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly expiresAt: number
  readonly authnInstant: number
  /**
   * When a second factor was last proven here, and by which proof, if that came after the login.
   */
  readonly factorAt?: number
  readonly factorBy?: string
  readonly authnContextClassRef?: string
}

/** A live session together with the person it belongs to. */
export interface OpenSession {
  readonly session: Session
  readonly user: User
  readonly tenantName: string
  /** Where the tenant's people may be sent, oldest first. */
  readonly applications: readonly GrantedApplication[]
  /** Where they land whose connector has no rules of its own. */
  readonly landing?: LandingSettings
}

/** A live session as the API asks for it. */
export interface HeldSession extends OpenSession {
  /** It is one of the home tenant. */
  readonly home?: true
}

/** Finds the live session that a handle names, by one call to its gate. */
export type FindHeldSession = (handle: SessionHandle) => Promise<HeldSession | undefined>

/**
 * When a second factor was proven in the browser that holds this handle. A copy from before the
 * proof, stolen or forgotten, is no fresher by it.
 */
export const factorProvenAt = (
  { factorAt, factorBy }: Pick<Session, 'factorAt' | 'factorBy'>,
  { provenBy }: Pick<SessionHandle, 'provenBy'>,
): number | undefined => (factorBy === provenBy ? factorAt : undefined)
