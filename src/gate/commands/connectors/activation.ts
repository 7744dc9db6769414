// What lets a version go live: the passed test of exactly this version, or a difference from the
// live one that no test could show anything of (I6).

import { defined } from '../../../defined.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import {
  type Activation,
  type ActivationEvidence,
  activationOf,
} from '../../../tenants/commands/activation.ts'
import type { TenantRefusal } from '../../../tenants/commands/commands.ts'
import { trustUnderTest } from '../../../tenants/commands/trust.ts'
import { undeclaredRole } from '../../../tenants/connectors/access-rules.ts'
import type { ConnectorVersion, VersionHash } from '../../../tenants/connectors/connector.ts'
import type { ExternalIdp } from '../../../tenants/external-idps/external-idp.ts'
import type { ConnectorId, TenantId } from '../../../tenants/ids.ts'
import type { Scope } from '../../intents/plan.ts'
import { findFollowedUrl, findLive, type LiveConfiguration } from '../../tables/configurations.ts'
import { findDeclaredRoles } from '../../tables/declared-roles.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'

/** What a passed test of a version saw. */
export interface Trial {
  readonly trustUnderTest: readonly string[]
  readonly testedAt: number
  /** What the test verified, where nobody had said the issuer. */
  readonly learnedIssuer?: string
}

/** That a version may go live. */
interface Permission {
  /** Absent: nobody tested it, because its difference from the live version needs no test. */
  readonly testedAt?: number
  /** Set for an untested version: the code that says why it needed no test. */
  readonly untested?: Activation['reason']
  readonly commit: readonly GateStatement[]
}

interface Candidate {
  readonly version: ConnectorVersion
  readonly idp: ExternalIdp
}

/** Decides whether a version may go live with the trust record of its external IdP as it stands. */
export function permitActivation(
  { sql, tenant }: Scope,
  { version, idp }: Candidate,
): Result<Permission, TenantRefusal> {
  const { connectorId, hash } = version
  const of = { tenantId: tenant.id, connectorId }
  const trial = findTrial(sql, tenant.id, connectorId, hash)
  const { needsTest, reason } = activationOf(version, findEvidence(sql, of), idp)
  if (needsTest) {
    const unseen = trial && trustUnderTest(idp).filter((one) => !trial.trustUnderTest.includes(one))
    const facts = defined({ expected: unseen })
    return refuse({ code: 'version_not_tested', pointer: '/version', ...facts })
  }
  if (reason === 'issuer_unapproved')
    return refuse({
      code: 'version_issuer_unapproved',
      pointer: '/version',
      ...defined({ got: trial?.learnedIssuer }),
    })
  const declared = findDeclaredRoles(sql, tenant.id)
  const undeclared = undeclaredRole(version.settings.roles ?? {}, declared)
  if (undeclared !== undefined)
    return refuse({
      code: 'connector_role_unknown',
      expected: declared ?? [],
      got: undeclared.role,
    })
  const isFree = reason === 'only_presentation_changed'
  return ok(
    isFree
      ? { untested: reason, commit: inheritTrial(sql, of, hash) }
      : { ...defined({ testedAt: trial?.testedAt }), commit: [] },
  )
}

interface OneConnector {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
}

/** What governs a connector now, and what its passed tests had on trial. */
export function findEvidence(
  sql: SqlStorage,
  { tenantId, connectorId }: OneConnector,
): ActivationEvidence {
  const live = findLive(sql, tenantId, connectorId)
  const rows = sql
    .exec<{ version: string; on_trial: string }>(
      'SELECT version, on_trial FROM tested_versions WHERE tenant_id = ? AND connector_id = ?',
      tenantId,
      connectorId,
    )
    .toArray()
  const trials = Object.fromEntries(rows.map((row) => [row.version, JSON.parse(row.on_trial)]))
  return live === undefined ? { trials } : { trials, live: describeLive(sql, live) }
}

const describeLive = (
  sql: SqlStorage,
  live: LiveConfiguration,
): NonNullable<ActivationEvidence['live']> => ({
  settings: live.connector.settings,
  certificates: live.connector.trust.certificates,
  ...defined({ followedUrl: findFollowedUrl(sql, live) }),
})

/** What the last passed test of a version had on trial. */
export function findTrial(
  sql: SqlStorage,
  tenantId: TenantId,
  connectorId: ConnectorId,
  version: VersionHash,
): Trial | undefined {
  const row = firstRow<{ on_trial: string; tested_at: number; learned_issuer: string | null }>(
    sql,
    `SELECT on_trial, tested_at, learned_issuer FROM tested_versions
     WHERE tenant_id = ? AND connector_id = ? AND version = ?`,
    tenantId,
    connectorId,
    version,
  )
  if (row === undefined) return undefined
  const { on_trial, tested_at: testedAt, learned_issuer: issuer } = row
  return {
    trustUnderTest: JSON.parse(on_trial),
    testedAt,
    ...(issuer === null ? {} : { learnedIssuer: issuer }),
  }
}

/**
 * The test of the live version counts for this one as well, which differs in nothing that it saw:
 * so a rollback finds it when a later version is live.
 */
function inheritTrial(
  sql: SqlStorage,
  { tenantId, connectorId }: OneConnector,
  version: VersionHash,
): readonly GateStatement[] {
  const live = findLive(sql, tenantId, connectorId)?.connector.version
  return live === undefined
    ? []
    : [
        gateStatement(
          `INSERT OR REPLACE INTO tested_versions (tenant_id, connector_id, version, on_trial, tested_at)
           SELECT tenant_id, connector_id, ?1, on_trial, tested_at FROM tested_versions
           WHERE tenant_id = ?2 AND connector_id = ?3 AND version = ?4`,
          version,
          tenantId,
          connectorId,
          live,
        ),
      ]
}
