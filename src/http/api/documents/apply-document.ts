// Applies a checked document: what is new or different becomes commands, one after the other, as an
// administrator would give them. Each stands by itself, so an import that an outage interrupts is
// finished by importing again.

import { defined } from '../../../defined.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import type { CommandKind, CommandOf, CommandResults } from '../../../tenants/commands/commands.ts'
import type { IdpSource } from '../../../tenants/external-idps/external-idp.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import { findLanding, readLanding } from '../connectors/landing-shapes.ts'
import { readChoices } from '../connectors/mapping-shapes.ts'
import { readRules } from '../enforcement/sign-in-policy-shapes.ts'
import type { ApiDeps, ApiRefusal } from '../engine/operation.ts'
import { toApi } from '../engine/run-command.ts'
import type { CheckedDocument } from './check-document.ts'
import { changedOfTenant, changeOf, type EntryChange } from './compare-documents.ts'
import { findTenants } from './document-tenant-rules.ts'
import type { ConnectorEntry, ExternalIdpEntry, TenantConfiguration } from './tenant-document.ts'

/** What the commands of one import share. */
interface Import {
  readonly tenantId: TenantId
  readonly changes: readonly EntryChange[]
  run<K extends CommandKind>(
    pointer: string,
    command: CommandOf<K>,
  ): Promise<Result<CommandResults[K], ApiRefusal>>
}

type Applied<T> = Promise<Result<T, ApiRefusal>>
type Ids<Id extends string> = ReadonlyMap<string, Id>

/**
 * Runs the commands that make the tenant what the document says. Stops at the first that is
 * refused.
 */
export async function applyDocument(
  deps: ApiDeps,
  configuration: TenantConfiguration,
  checked: CheckedDocument,
  changes: readonly EntryChange[],
): Promise<Result<undefined, ApiRefusal>> {
  const { tenant } = configuration
  const { origin } = deps.envelope
  const work: Import = {
    tenantId: tenant.id,
    changes,
    async run(pointer, command) {
      const done = toApi(await deps.commands.run(gateOf(tenant), command, { origin }))
      // Somebody else was quicker since the document was checked.
      return done.ok ? done : refuse({ ...done.refusal, pointer })
    },
  }
  const own = await applyTenant(work, configuration, checked)
  if (!own.ok) return own
  const keys = await applySsoKeys(work, deps, configuration, checked)
  if (!keys.ok) return keys
  const idps = await applyIdps(work, configuration, checked)
  if (!idps.ok) return idps
  return applyConnectors(work, configuration, checked, { keys: keys.value, idps: idps.value })
}

async function applyTenant(
  { tenantId, changes, run }: Import,
  { applications }: TenantConfiguration,
  { document }: CheckedDocument,
): Applied<undefined> {
  const { roles, landing, sign_in_policy: rules } = document.tenant
  const changed = changedOfTenant(changes)
  if (rules && changed.includes('sign_in_policy')) {
    const command = { kind: 'set_sign_in_policy', tenantId, ...readRules(rules) } as const
    const set = await run('/tenant/sign_in_policy', command)
    if (!set.ok) return set
  }
  if (!changed.includes('roles') && !changed.includes('landing')) return ok(undefined)
  const wanted = {
    ...defined({ roles }),
    ...(landing === undefined
      ? {}
      : { landing: landing && readLanding(findLanding(landing, applications)) }),
  }
  const updated = await run('/tenant', { kind: 'update_tenant', tenantId, change: wanted })
  return updated.ok ? ok(undefined) : updated
}

async function applySsoKeys(
  { tenantId, changes, run }: Import,
  { config }: ApiDeps,
  { ssoKeys }: TenantConfiguration,
  { document }: CheckedDocument,
): Applied<Ids<`sso_${string}`>> {
  const ids = new Map(ssoKeys.map(({ name, id }) => [name, id]))
  for (const [at, { name, environment, encryption = false }] of document.sso_keys.entries()) {
    const { change } = changeOf(changes, 'sso_key', name)
    if (change === 'unchanged') continue
    const pointer = `/sso_keys/${at}`
    if (change === 'create') {
      const issue = { kind: 'issue_sso_key', tenantId, name, environment } as const
      const issued = await run(pointer, { ...issue, origin: config.publicOrigin })
      if (!issued.ok) return issued
      ids.set(name, issued.value.id)
      if (!encryption) continue
    }
    const ssoId = idOf(ids, name)
    const update = { kind: 'update_sso_key', tenantId, ssoId, change: { encryption } } as const
    const set = await run(pointer, update)
    if (!set.ok) return set
  }
  return ok(ids)
}

async function applyIdps(
  { tenantId, changes, run }: Import,
  { externalIdps }: TenantConfiguration,
  { document, descriptions }: CheckedDocument,
): Applied<Ids<`idp_${string}`>> {
  const ids = new Map(externalIdps.map(({ name, id }) => [name, id]))
  for (const [at, entry] of document.external_idps.entries()) {
    const { change } = changeOf(changes, 'external_idp', entry.name)
    const description = descriptions[at]
    if (change === 'unchanged' || description === undefined) continue
    const input = { name: entry.name, source: sourceOf(entry), description }
    const id = ids.get(entry.name)
    const saved = await run(
      `/external_idps/${at}`,
      id === undefined
        ? { kind: 'create_external_idp', tenantId, input }
        : { kind: 'update_external_idp', tenantId, externalIdpId: id, input },
    )
    if (!saved.ok) return saved
    ids.set(entry.name, saved.value.id)
  }
  return ok(ids)
}

async function applyConnectors(
  { tenantId, changes, run }: Import,
  configuration: TenantConfiguration,
  { document }: CheckedDocument,
  { keys, idps }: { readonly keys: Ids<`sso_${string}`>; readonly idps: Ids<`idp_${string}`> },
): Applied<undefined> {
  const { connectors } = configuration
  for (const [at, entry] of document.connectors.entries()) {
    const { change, members } = changeOf(changes, 'connector', entry.reference)
    if (change === 'unchanged') continue
    const pointer = `/connectors/${at}`
    const known = connectors.find(({ reference }) => reference === entry.reference)
    const externalIdpId = idOf(idps, entry.external_idp)
    const choices = { ...choicesOf(entry, configuration), externalIdpId }
    const saved =
      known === undefined
        ? await run(pointer, {
            kind: 'create_connector',
            tenantId,
            input: { ...choices, ssoId: idOf(keys, entry.sso_key) },
          })
        : await run(pointer, {
            kind: 'update_connector',
            tenantId,
            connectorId: known.id,
            change: choices,
          })
    if (!saved.ok) return saved
    const { enabled = true } = entry
    const switched = members.some(({ member }) => member === 'enabled')
    if (!switched || saved.value.enabled === enabled) continue
    const connectorId = saved.value.id
    const set = await run(pointer, {
      kind: 'set_connector_enabled',
      tenantId,
      connectorId,
      enabled,
    })
    if (!set.ok) return set
  }
  return ok(undefined)
}

function choicesOf(entry: ConnectorEntry, { tenant, children, applications }: TenantConfiguration) {
  const {
    type: _type,
    enabled: _enabled,
    sso_key: _key,
    external_idp: _idp,
    tenants,
    landing,
    ...choices
  } = entry
  return readChoices({
    ...choices,
    ...(tenants === undefined
      ? {}
      : { tenants: tenants && findTenants(tenants, children, tenant.id) }),
    ...(landing === undefined ? {} : { landing: landing && findLanding(landing, applications) }),
  })
}

const sourceOf = ({ source, metadata_url: url }: ExternalIdpEntry): IdpSource =>
  source === 'metadata_url' ? { kind: source, url: url ?? '' } : { kind: source }

function idOf<Id extends string>(ids: Ids<Id>, name: string): Id {
  const id = ids.get(name)
  if (id === undefined) throw new Error('A checked document names what is not there')
  return id
}
