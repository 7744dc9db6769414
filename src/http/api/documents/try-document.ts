// What of a document may be refused for what it would take from people is tried before anything of
// it is applied.

import { ok, type Result, refuse } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import { readRules } from '../enforcement/sign-in-policy-shapes.ts'
import type { ApiDeps, ApiRefusal } from '../engine/operation.ts'
import { toApi } from '../engine/run-command.ts'
import { changedOfTenant, changeOf, type EntryChange } from './compare-documents.ts'
import type { TenantConfiguration, TenantDocument } from './tenant-document.ts'

interface Tried {
  readonly pointer: string
  readonly command: CommandOf<'set_sign_in_policy' | 'set_connector_enabled'>
}

/** Asks the gate of each change that could shut somebody out whether it would be made. */
export async function tryDocument(
  { commands, envelope: { origin } }: ApiDeps,
  configuration: TenantConfiguration,
  document: TenantDocument,
  changes: readonly EntryChange[],
): Promise<Result<undefined, ApiRefusal>> {
  const envelope = { origin, validateOnly: true }
  for (const { pointer, command } of listTried(configuration, document, changes)) {
    const tried = toApi(await commands.run(gateOf(configuration.tenant), command, envelope))
    if (!tried.ok) return refuse({ ...tried.refusal, pointer })
  }
  return ok(undefined)
}

function listTried(
  { tenant: { id: tenantId }, connectors }: TenantConfiguration,
  document: TenantDocument,
  changes: readonly EntryChange[],
): readonly Tried[] {
  const rules = changedOfTenant(changes).includes('sign_in_policy')
    ? document.tenant.sign_in_policy
    : undefined
  const shut = document.connectors.flatMap(({ reference, enabled }, at): readonly Tried[] => {
    const known = connectors.find((one) => one.reference === reference)
    const { members } = changeOf(changes, 'connector', reference)
    const isShut = enabled === false && members.some(({ member }) => member === 'enabled')
    if (known === undefined || !isShut) return []
    const command = {
      kind: 'set_connector_enabled',
      tenantId,
      connectorId: known.id,
      enabled,
    } as const
    return [{ pointer: `/connectors/${at}/enabled`, command }]
  })
  const policy = rules && { kind: 'set_sign_in_policy' as const, tenantId, ...readRules(rules) }
  return [...(policy ? [{ pointer: '/tenant/sign_in_policy', command: policy }] : []), ...shut]
}
