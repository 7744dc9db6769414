// The two changes of trust that act at once, on live connectors too: certificates that the IdP's
// own URL adds, and the removal of one. Neither needs a test; both make a new trust revision, so
// that no login goes by the old one (I2).

import { defined } from '../../../defined.ts'
import { ok, refuse } from '../../../result.ts'
import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { describesSameIdp } from '../../../tenants/commands/connector-settings.ts'
import {
  fingerprint,
  mergeCertificates,
  trustedAfterRefresh,
  withCertificates,
  withoutRemoved,
  withTrust,
} from '../../../tenants/commands/trust.ts'
import { refreshed } from '../../../tenants/events/metadata-events.ts'
import type { ExternalIdp, IdpDescription } from '../../../tenants/external-idps/external-idp.ts'
import { newId } from '../../../tenants/ids.ts'
import type { Plan, Planned, Planners, Scope } from '../../intents/plan.ts'
import { eventStatement } from '../../outbox/events.ts'
import {
  findFollowedUrl,
  type LiveConfiguration,
  listTrusting,
} from '../../tables/configurations.ts'
import { setActive } from '../connectors/live.ts'
import { recordIdp } from './external-idps.ts'

/** The planners of the commands of this file. */
export const trustPlanners: Planners<'refresh_external_idp' | 'remove_certificate'> = {
  refresh_external_idp: refreshExternalIdp,
  remove_certificate: removeCertificate,
}

/**
 * Takes over the certificates that the IdP's URL holds now and keeps the old ones. Refuses a
 * document that says it is another IdP (R45).
 */
async function refreshExternalIdp(
  scope: Scope,
  { externalIdpId, description }: CommandOf<'refresh_external_idp'>,
): Planned<'refresh_external_idp'> {
  const { reads, tenant } = scope
  const before = await reads.findExternalIdp(tenant.id, externalIdpId)
  if (before === undefined) return refuse({ code: 'external_idp_unknown' })
  if (before.source.kind !== 'metadata_url') return refuse({ code: 'external_idp_not_refreshable' })
  if (description.entityID !== before.entityID) {
    const [expected, got] = [before.entityID, description.entityID]
    return refuse({ code: 'external_idp_entity_changed', expected, got })
  }
  if (canonicalJson(description.sso) !== canonicalJson(before.sso)) {
    const [expected, got] = [Object.values(before.sso), Object.values(description.sso)]
    return refuse({ code: 'external_idp_endpoint_changed', expected, got })
  }
  return ok(takeOver(scope, before, description))
}

/**
 * Takes over what the metadata URL says of the IdP that it was registered for: an earlier change or
 * failure is settled.
 */
export function takeOver(
  scope: Scope,
  before: ExternalIdp,
  description: IdpDescription,
): Plan<ExternalIdp> {
  const { sql, tenant, clock, random } = scope
  const { validUntil: _before, readingNotes: _read, ...lasting } = before
  const { pendingChange: _settled, refreshFailure: _past, ...kept } = lasting
  const { validUntil, readingNotes } = description
  const idp = withCertificates(
    {
      ...kept,
      ...defined({ validUntil, readingNotes }),
    },
    mergeCertificates(before.certificates, withoutRemoved(before, description.certificates)),
  )
  const live = listTrusting(sql, tenant.id, idp.id)
    .filter((configuration) => trustsItsUrl(sql, configuration, idp))
    .map((configuration) => ({
      configuration,
      certificates: trustedAfterRefresh(idp, configuration.connector.trust.certificates),
    }))
    .filter(({ configuration, certificates }) => {
      const trusted = configuration.connector.trust.certificates
      return certificates.some((der) => !trusted.includes(der))
    })
    .map(({ configuration, certificates }) => withTrust(configuration, certificates))
  if (canonicalJson(idp) === canonicalJson(before) && live.length === 0) return { result: before }
  const now = clock()
  const plan = republish(scope, { ...idp, updatedAt: now }, before, live)
  if (idp.trustRevision === before.trustRevision) return plan
  const id = newId('evt', random)
  return { ...plan, commit: [...plan.commit, eventStatement(refreshed(id, before, idp, now))] }
}

/**
 * Removes a certificate from the record and from every live connector. Refuses the last one:
 * disabling the connector is how to shut a door.
 */
async function removeCertificate(
  scope: Scope,
  { externalIdpId, fingerprintSha256 }: CommandOf<'remove_certificate'>,
): Planned<'remove_certificate'> {
  const { sql, reads, tenant, clock } = scope
  const before = await reads.findExternalIdp(tenant.id, externalIdpId)
  if (before === undefined) return refuse({ code: 'external_idp_unknown' })
  const kept = before.certificates.filter((c) => c.fingerprintSha256 !== fingerprintSha256)
  const live: LiveConfiguration[] = []
  for (const configuration of listTrusting(sql, tenant.id, externalIdpId)) {
    const { certificates } = configuration.connector.trust
    const left = await without(certificates, fingerprintSha256)
    if (left.length < certificates.length) live.push(withTrust(configuration, left))
  }
  // A live connector may still trust a certificate of the entityID that the record had before.
  if (kept.length === before.certificates.length && live.length === 0)
    return refuse({ code: 'certificate_unknown', got: fingerprintSha256 })
  if (kept.length === 0 || live.some(({ connector }) => connector.trust.certificates.length === 0))
    return refuse({ code: 'certificate_is_last' })
  const { removedCertificates } = before
  const idp = {
    ...withCertificates(before, kept),
    removedCertificates: [...new Set([...removedCertificates, fingerprintSha256])],
    updatedAt: clock(),
  }
  return ok(republish(scope, idp, before, live))
}

function republish(
  scope: Scope,
  idp: ExternalIdp,
  before: ExternalIdp,
  live: readonly LiveConfiguration[],
) {
  return {
    result: idp,
    publish: live,
    record: [recordIdp(scope, idp, before)],
    commit: live.map(setActive),
  }
}

/**
 * A live connector follows the URL on record only if it was activated with it, and only while it
 * goes to the same IdP.
 */
const trustsItsUrl = (sql: SqlStorage, live: LiveConfiguration, idp: ExternalIdp): boolean =>
  idp.source.kind === 'metadata_url' &&
  idp.source.url === findFollowedUrl(sql, live) &&
  describesSameIdp(live.connector.settings, idp)

async function without(
  certificates: readonly string[],
  fingerprintSha256: string,
): Promise<readonly string[]> {
  const prints = await Promise.all(certificates.map(fingerprint))
  return certificates.filter((_, index) => prints[index] !== fingerprintSha256)
}
