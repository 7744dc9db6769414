// Saving, changing and deleting external IdPs. None of it touches live trust: an update takes
// effect with the next activation. Only a refresh and the removal of a certificate act at once, see
// `trust.ts`.

import { and, eq } from 'drizzle-orm'
import { ok, type Result, refuse } from '../../../result.ts'
import { readConnector } from '../../../storage/d1/rows.ts'
import { connectors, externalIdps } from '../../../storage/d1/schema/index.ts'
import { type Statement, toStatement } from '../../../storage/statement.ts'
import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import { changeSettings } from '../../../tenants/commands/connector-settings.ts'
import type { ExternalIdpChange } from '../../../tenants/commands/external-idp-commands.ts'
import { mergeCertificates, updateIdp } from '../../../tenants/commands/trust.ts'
import type { Connector } from '../../../tenants/connectors/connector.ts'
import { firstNoticeAt } from '../../../tenants/events/certificate-notices.ts'
import type { ExternalIdp, IdpDescription } from '../../../tenants/external-idps/external-idp.ts'
import { REFRESH_INTERVAL_MS } from '../../../tenants/external-idps/refresh-interval.ts'
import { isSameName } from '../../../tenants/fold-name.ts'
import { type ExternalIdpId, newId } from '../../../tenants/ids.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { listTrusting } from '../../tables/configurations.ts'
import { draft } from '../connectors/drafts.ts'

/** The planners of the commands of this file. */
export const externalIdpPlanners: Planners<
  'create_external_idp' | 'delete_external_idp' | 'update_external_idp'
> = {
  create_external_idp: createExternalIdp,
  delete_external_idp: deleteExternalIdp,
  update_external_idp: updateExternalIdp,
}

/** Saves an external IdP. Refuses one without a certificate: nothing could be verified (R11). */
async function createExternalIdp(
  scope: Scope,
  { input }: CommandOf<'create_external_idp'>,
): Planned<'create_external_idp'> {
  const { db, tenant, clock, random } = scope
  const taken = await findTakenName(scope, input.name)
  if (taken) return refuse(taken)
  if (input.description.certificates.length === 0)
    return refuse({ code: 'external_idp_without_certificate' })
  const now = clock()
  const idp: ExternalIdp = {
    ...input.description,
    certificates: mergeCertificates([], input.description.certificates),
    id: newId('idp', random),
    tenantId: tenant.id,
    name: input.name,
    source: input.source,
    trustRevision: 1,
    removedCertificates: [],
    ...failureOf(input.description, now),
    createdAt: now,
    updatedAt: now,
  }
  return ok({
    result: idp,
    record: [toStatement(db.insert(externalIdps).values({ ...toRow(idp), ...dueOf(idp, now) }))],
  })
}

/** Changes an external IdP; its connectors get a draft each when entityID or endpoints changed. */
async function updateExternalIdp(
  scope: Scope,
  { externalIdpId, input }: CommandOf<'update_external_idp'>,
): Planned<'update_external_idp'> {
  const { reads, tenant } = scope
  const before = await reads.findExternalIdp(tenant.id, externalIdpId)
  if (before === undefined) return refuse({ code: 'external_idp_unknown' })
  const taken = input.name && (await findTakenName(scope, input.name, externalIdpId))
  return taken ? refuse(taken) : planUpdate(scope, before, input)
}

/** Plans a change that was asked for, whoever found it. */
export async function planUpdate(
  scope: Scope,
  before: ExternalIdp,
  input: ExternalIdpChange,
): Planned<'update_external_idp'> {
  const now = scope.clock()
  const idp = { ...updateIdp(before, input, now), ...failureOf(input.description, now) }
  if (idp.certificates.length === 0) return refuse({ code: 'external_idp_without_certificate' })
  const drafts = await draftUsers(scope, idp)
  if (!drafts.ok) return drafts
  return ok({ result: idp, record: [recordIdp(scope, idp, before), ...drafts.value] })
}

/** A document that stands in for a URL: that it could not be read is known from the start. */
function failureOf(
  description: IdpDescription | undefined,
  now: number,
): Pick<ExternalIdp, 'refreshFailure'> {
  const note = description?.readingNotes?.find(({ code }) => code === 'metadata_url_unreachable')
  return note?.reason === undefined ? {} : { refreshFailure: { code: note.reason, since: now } }
}

/**
 * Deletes an external IdP that no connector uses, neither its latest version nor the one that is
 * live.
 */
async function deleteExternalIdp(
  scope: Scope,
  { externalIdpId, confirm }: CommandOf<'delete_external_idp'>,
): Planned<'delete_external_idp'> {
  const { sql, db, reads, tenant } = scope
  const idp = await reads.findExternalIdp(tenant.id, externalIdpId)
  if (idp === undefined) return refuse({ code: 'external_idp_unknown' })
  const users = [
    ...(await listUsers(scope, externalIdpId)).map((connector) => connector.id),
    ...listTrusting(sql, tenant.id, externalIdpId).map(({ connector }) => connector.id),
  ]
  if (users.length > 0) return refuse({ code: 'external_idp_in_use', got: [...new Set(users)] })
  if (confirm !== idp.name)
    return refuse({ code: 'external_idp_confirmation_mismatch', expected: idp.name })
  return ok({
    result: idp,
    record: [toStatement(db.delete(externalIdps).where(eq(externalIdps.id, externalIdpId)))],
  })
}

/**
 * Records an external IdP after a change that need not have touched its source or its certificates.
 */
export function recordIdp({ db, clock }: Scope, idp: ExternalIdp, before: ExternalIdp): Statement {
  const moved = canonicalJson(before.source) !== canonicalJson(idp.source)
  const { nextRefreshAt, nextNoticeAt } = dueOf(idp, clock())
  return toStatement(
    db
      .update(externalIdps)
      .set({
        ...toRow(idp),
        ...(moved ? { nextRefreshAt } : {}),
        ...(before.trustRevision === idp.trustRevision ? {} : { nextNoticeAt }),
      })
      .where(eq(externalIdps.id, idp.id)),
  )
}

/** When the schedule looks at an external IdP that was just read. */
const dueOf = ({ source, certificates }: ExternalIdp, now: number) => ({
  nextRefreshAt: source.kind === 'metadata_url' ? now + REFRESH_INTERVAL_MS : null,
  nextNoticeAt:
    firstNoticeAt(
      certificates.map(({ notAfter }) => notAfter),
      now,
    ) ?? null,
})

function toRow(idp: ExternalIdp) {
  const {
    id,
    tenantId,
    name,
    source,
    certificates,
    trustRevision,
    removedCertificates,
    pendingChange = null,
    refreshFailure = null,
    createdAt,
    updatedAt,
    ...description
  } = idp
  return {
    id,
    tenantId,
    name,
    source,
    certificates,
    trustRevision,
    removedCertificates,
    pendingChange,
    refreshFailure,
    createdAt,
    updatedAt,
    description,
  } satisfies typeof externalIdps.$inferInsert
}

async function findTakenName(
  { db, tenant }: Scope,
  name: string,
  except?: ExternalIdpId,
): Promise<TenantRefusal | undefined> {
  const known = await db
    .select({ id: externalIdps.id, name: externalIdps.name })
    .from(externalIdps)
    .where(eq(externalIdps.tenantId, tenant.id))
  // A name that stays may be older than the rule that letter case makes no difference.
  if (known.some((one) => one.id === except && one.name === name)) return undefined
  const isTaken = known.some((one) => one.id !== except && isSameName(one.name, name))
  return isTaken ? { code: 'external_idp_name_taken', pointer: '/name', got: name } : undefined
}

/** The connectors whose latest version is made with an external IdP. */
export async function listUsers(
  { db, tenant }: Scope,
  externalIdpId: ExternalIdpId,
): Promise<readonly Connector[]> {
  const mine = and(eq(connectors.tenantId, tenant.id), eq(connectors.externalIdpId, externalIdpId))
  return (await db.select().from(connectors).where(mine)).map(readConnector)
}

async function draftUsers(
  scope: Scope,
  idp: ExternalIdp,
): Promise<Result<readonly Statement[], TenantRefusal>> {
  const { db, reads, tenant } = scope
  const record: Statement[] = []
  for (const connector of await listUsers(scope, idp.id)) {
    const latest = await reads.findVersion(tenant.id, connector.id, connector.latestVersion)
    if (latest === undefined) throw new Error(`The record has no version of ${connector.id}`)
    const settings = changeSettings(latest.settings, {}, idp)
    if (!settings.ok) return settings
    const version = await draft(scope, connector, settings.value)
    if (version.hash === connector.latestVersion) continue
    record.push(
      ...version.record,
      toStatement(
        db
          .update(connectors)
          .set({ latestVersion: version.hash, updatedAt: idp.updatedAt })
          .where(eq(connectors.id, connector.id)),
      ),
    )
  }
  return ok(record)
}
