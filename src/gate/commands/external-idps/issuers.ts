// The issuer that a test learned, approved by an administrator. Until then the external IdP has
// none, and nothing that was made with it goes live (I6).

import { and, eq } from 'drizzle-orm'
import { ok, type Result, refuse } from '../../../result.ts'
import { connectorVersions as versions } from '../../../storage/d1/schema/index.ts'
import { toStatement } from '../../../storage/statement.ts'
import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { changeSettings } from '../../../tenants/commands/connector-settings.ts'
import { trustUnderTest } from '../../../tenants/commands/trust.ts'
import type { ConnectorDetail, ConnectorVersion } from '../../../tenants/connectors/connector.ts'
import { hashSettings } from '../../../tenants/connectors/version.ts'
import { type ExternalIdp, UNKNOWN_ISSUER } from '../../../tenants/external-idps/external-idp.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { findTrial, type Trial } from '../connectors/activation.ts'
import { draft } from '../connectors/drafts.ts'
import { planUpdate } from './external-idps.ts'

/** The planners of the commands of this file. */
export const issuerPlanners: Planners<'approve_issuer'> = {
  approve_issuer: approveIssuer,
}

/**
 * Gives the external IdP of a connector the issuer that the last passed test of its latest version
 * verified. The version that this makes differs from the tested one in the issuer alone, which that
 * test compared throughout, so it counts as tested.
 */
async function approveIssuer(
  scope: Scope,
  command: CommandOf<'approve_issuer'>,
): Planned<'approve_issuer'> {
  const { db, reads, tenant } = scope
  const { connectorId, issuer } = command
  const detail = await reads.findConnectorDetail(tenant.id, connectorId)
  if (detail === undefined) return refuse({ code: 'connector_unknown' })
  const { latest } = detail
  const learned = await findLearned(scope, latest, command)
  if (!learned.ok) return learned
  const { idp, trial } = learned.value
  const updated = await planUpdate(scope, idp, { description: describe(idp, issuer) })
  if (!updated.ok) return updated
  const settings = changeSettings(latest.settings, {}, updated.value.result)
  if (!settings.ok) return settings
  const tested = { ...latest.settings, idpEntityID: issuer }
  if (canonicalJson(settings.value) !== canonicalJson(tested))
    return refuse({ code: 'version_not_tested', pointer: '/version' })

  const hash = await hashSettings(settings.value)
  const { version } = await draft(scope, { id: connectorId }, settings.value)
  const approved: ConnectorVersion = {
    ...version,
    state: version.state === 'draft' ? 'tested' : version.state,
    testedAt: trial.testedAt,
  }
  const result: ConnectorDetail = { ...detail, latestVersion: hash, latest: approved }
  const { testedAt } = trial
  return ok({
    ...updated.value,
    result,
    record: [
      ...(updated.value.record ?? []),
      toStatement(
        db
          .update(versions)
          .set({ state: approved.state, testedAt })
          .where(and(eq(versions.connectorId, connectorId), eq(versions.hash, hash))),
      ),
    ],
    commit: [
      ...(updated.value.commit ?? []),
      countAsTested(scope, { connectorId, version: hash }, trial),
    ],
  })
}

/**
 * The external IdP whose issuer is still open, and the test of its latest version that learned it.
 */
async function findLearned(
  { sql, reads, tenant }: Scope,
  latest: ConnectorVersion,
  { connectorId, version: asked, issuer }: CommandOf<'approve_issuer'>,
): Promise<Result<{ readonly idp: ExternalIdp; readonly trial: Trial }, TenantRefusal>> {
  const trial = findTrial(sql, tenant.id, connectorId, asked)
  const open = latest.hash === asked && latest.settings.idpEntityID === UNKNOWN_ISSUER
  const learned = open ? trial?.learnedIssuer : undefined
  if (trial === undefined || learned === undefined)
    return refuse({ code: 'version_issuer_not_learned', pointer: '/version' })
  if (learned !== issuer)
    return refuse({ code: 'version_issuer_not_learned', pointer: '/issuer', expected: learned })
  const idp = await reads.findExternalIdp(tenant.id, latest.settings.externalIdpId)
  if (idp === undefined) return refuse({ code: 'external_idp_unknown' })
  if (idp.entityID !== UNKNOWN_ISSUER)
    return refuse({ code: 'external_idp_entity_changed', got: idp.entityID })
  if (trustUnderTest(idp).some((item) => !trial.trustUnderTest.includes(item)))
    return refuse({ code: 'version_not_tested', pointer: '/version' })
  return ok({ idp, trial })
}

/** What the metadata of the external IdP said, with the issuer that it left out. */
function describe(idp: ExternalIdp, issuer: string) {
  const { sso, slo, wantAuthnRequestsSigned, nameIdFormats, certificates, readingNotes } = idp
  const described = { sso, slo, wantAuthnRequestsSigned, nameIdFormats, certificates }
  const notes = readingNotes === undefined ? {} : { readingNotes }
  return { ...described, ...notes, entityID: issuer }
}

const countAsTested = (
  { tenant }: Scope,
  { connectorId, version }: Pick<CommandOf<'approve_issuer'>, 'connectorId' | 'version'>,
  { trustUnderTest: tested, testedAt }: Trial,
) =>
  gateStatement(
    `INSERT INTO tested_versions (tenant_id, connector_id, version, on_trial, tested_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET on_trial = excluded.on_trial, tested_at = excluded.tested_at`,
    tenant.id,
    connectorId,
    version,
    JSON.stringify(tested),
    testedAt,
  )
