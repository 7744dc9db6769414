// A session as it is stored.

import type { Session } from '../../login/session.ts'
import type { ConnectorId, SsoId, TenantId, UserId } from '../../tenants/ids.ts'
import type { Environment } from '../../tenants/sso-key.ts'

/**
 * A row of `sessions`. A type, not an interface: rows must be assignable to a record of SQL values.
 */
export type SessionRow = {
  tenant_id: TenantId
  sid: string
  user_id: UserId
  /** Both empty where no connector began the session. */
  connector_id: ConnectorId | ''
  sso_id: SsoId | ''
  environment: Environment
  browser: string
  created_at: number
  expires_at: number
  ended_at: number | null
  keep_until: number
  authn_instant: number
  authn_context: string | null
  logout_context: string
  person_key: string | null
  session_key: string | null
  index_key: string | null
  /** JSON. */
  methods: string | null
  factor_at: number | null
  factor_by: string | null
  /** The code that was spent last, and until when it has to be known. */
  code_id: string | null
  code_until: number | null
  /**
   * The batch in which D1 hears of the login, and its event as JSON; null where the outbox tells of
   * it.
   */
  batch: number | null
  event: string | null
  /** The tenant of the connector, where it is not the session's. */
  entered_from: TenantId | null
}

/** The connector and the SSO key by which a session began, if one did. */
export const connectorOf = ({
  connector_id,
  sso_id,
}: SessionRow): Pick<Session, 'connectorId' | 'ssoId'> =>
  connector_id === '' || sso_id === '' ? {} : { connectorId: connector_id, ssoId: sso_id }

/** The session that a row says. */
export const readSession = (row: SessionRow): Session => ({
  sid: row.sid,
  tenantId: row.tenant_id,
  userId: row.user_id,
  ...connectorOf(row),
  methods: row.methods === null ? [] : JSON.parse(row.methods),
  environment: row.environment,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  authnInstant: row.authn_instant,
  ...(row.factor_at === null ? {} : { factorAt: row.factor_at }),
  ...(row.factor_by === null ? {} : { factorBy: row.factor_by }),
  ...(row.authn_context === null ? {} : { authnContextClassRef: row.authn_context }),
})
