// Notices of certificates that expire, appended by the schedule. Each is told once: its id says
// certificate and threshold, so a run that comes late, or twice, adds nothing that was told before.

import { eq } from 'drizzle-orm'
import { ok, refuse } from '../../../result.ts'
import { externalIdps, ssoKeys } from '../../../storage/d1/schema/index.ts'
import { toStatement } from '../../../storage/statement.ts'
import { certificateFingerprint } from '../../../tenants/certificate-fingerprint.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { type ExpiringCertificate, expiring } from '../../../tenants/events/certificate-events.ts'
import { nextNoticeAt, noticePassed } from '../../../tenants/events/certificate-notices.ts'
import type { ConnectorId, ExternalIdpId, SsoId } from '../../../tenants/ids.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { eventOnceStatements } from '../../outbox/events.ts'
import { listTrusting } from '../../tables/configurations.ts'
import type { GateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'
import { listUsers } from './external-idps.ts'

/** The planners of the commands of this file. */
export const expiryPlanners: Planners<'notice_expiry'> = {
  notice_expiry: noticeExpiry,
}

/**
 * Appends the notices that are due for the certificates of an external IdP that is in use, or of an
 * SSO key.
 */
function noticeExpiry(
  scope: Scope,
  { ownerId }: CommandOf<'notice_expiry'>,
): Planned<'notice_expiry'> {
  return isExternalIdp(ownerId) ? noticeIdp(scope, ownerId) : noticeSsoKey(scope, ownerId)
}

async function noticeIdp(scope: Scope, id: ExternalIdpId): Planned<'notice_expiry'> {
  const { sql, db, reads, tenant, clock } = scope
  const idp = await reads.findExternalIdp(tenant.id, id)
  if (idp === undefined) return refuse({ code: 'external_idp_unknown' })
  const users = new Set<ConnectorId>([
    ...(await listUsers(scope, id)).map((connector) => connector.id),
    ...listTrusting(sql, tenant.id, id).map(({ connector }) => connector.id),
  ])
  const latestEnd = Math.max(...idp.certificates.map(({ notAfter }) => notAfter))
  // Nobody has to act for the sake of an IdP that no connector uses.
  const certificates = users.size === 0 ? [] : idp.certificates
  return ok({
    result: idp,
    record: [
      toStatement(
        db
          .update(externalIdps)
          .set({
            nextNoticeAt: nextDue(
              idp.certificates.map((c) => c.notAfter),
              clock(),
            ),
          })
          .where(eq(externalIdps.id, id)),
      ),
    ],
    commit: await notices(
      scope,
      certificates.map((certificate) => ({
        ...certificate,
        owner: idp,
        connectorIds: [...users],
        hasSuccessor: certificate.notAfter < latestEnd,
      })),
    ),
  })
}

async function noticeSsoKey(scope: Scope, id: SsoId): Planned<'notice_expiry'> {
  const { sql, db, reads, tenant, clock } = scope
  const key = await reads.findSsoKey(tenant.id, id)
  if (key === undefined) return refuse({ code: 'sso_key_unknown' })
  const user = firstRow<{ connector_id: ConnectorId }>(
    sql,
    'SELECT connector_id FROM connectors WHERE tenant_id = ? AND sso_id = ?',
    tenant.id,
    id,
  )
  const { certificateNotAfter: notAfter, certificatePem } = key
  return ok({
    result: key,
    record: [
      toStatement(
        db
          .update(ssoKeys)
          .set({ nextNoticeAt: nextDue([notAfter], clock()) })
          .where(eq(ssoKeys.id, id)),
      ),
    ],
    commit: await notices(scope, [
      {
        fingerprintSha256: certificateFingerprint(certificatePem),
        notAfter,
        owner: key,
        connectorIds: user === undefined ? [] : [user.connector_id],
        hasSuccessor: key.furtherCertificates.some(({ state }) => state === 'next'),
      },
    ]),
  })
}

const isExternalIdp = (id: ExternalIdpId | SsoId): id is ExternalIdpId => id.startsWith('idp_')

const nextDue = (ends: readonly number[], now: number): number | null =>
  nextNoticeAt(ends, now) ?? null

async function notices(
  { clock }: Scope,
  certificates: readonly ExpiringCertificate[],
): Promise<readonly GateStatement[]> {
  const now = clock()
  const statements: GateStatement[] = []
  for (const certificate of certificates) {
    const days = noticePassed(certificate.notAfter, now)
    if (days !== undefined)
      statements.push(...eventOnceStatements(await expiring(certificate, days, now)))
  }
  return statements
}
