// The queue of configuration commands: one at a time per gate, so a command's checks still hold when its effects happen.
// Logins pass it by: they wait for no command, and never under blockConcurrencyWhile.

import { ok, type Result, refuse } from '../../../result.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../../../tenants/commands.ts'
import { createConfigurationReads } from '../../d1/configuration-reads.ts'
import { openDatabase } from '../../d1/database.ts'
import { findTenant } from '../configurations.ts'
import type { GateContext } from '../context.ts'
import { carryOut, settleIntents } from '../intents.ts'
import { flushKvWrites } from '../kv-writes.ts'
import { drainOutbox } from '../outbox.ts'
import { grantApplication, revokeApplication } from './applications.ts'
import {
  createConnector,
  deleteConnector,
  setConnectorEnabled,
  updateConnector,
} from './connectors.ts'
import { noticeExpiry } from './expiry.ts'
import { createExternalIdp, deleteExternalIdp, updateExternalIdp } from './external-idps.ts'
import { approveMetadataChange, recordMetadata, rejectMetadataChange } from './metadata.ts'
import { type Planner, toEffects } from './plan.ts'
import {
  activateSsoKeyCertificate,
  deleteSsoKeyCertificate,
  issueSsoKeyCertificate,
} from './sso-key-certificates.ts'
import { deleteSsoKey, issueSsoKey, setSsoKeyEncryption } from './sso-keys.ts'
import { createTenant, deleteTenant } from './tenants.ts'
import { refreshExternalIdp, removeCertificate } from './trust.ts'
import { activateVersion, startTest } from './versions.ts'

const PLANNERS: { readonly [K in CommandKind]: Planner<K> } = {
  create_tenant: createTenant,
  delete_tenant: deleteTenant,
  issue_sso_key: issueSsoKey,
  set_sso_key_encryption: setSsoKeyEncryption,
  delete_sso_key: deleteSsoKey,
  create_external_idp: createExternalIdp,
  update_external_idp: updateExternalIdp,
  refresh_external_idp: refreshExternalIdp,
  record_metadata: recordMetadata,
  approve_metadata_change: approveMetadataChange,
  reject_metadata_change: rejectMetadataChange,
  remove_certificate: removeCertificate,
  issue_sso_key_certificate: issueSsoKeyCertificate,
  activate_sso_key_certificate: activateSsoKeyCertificate,
  delete_sso_key_certificate: deleteSsoKeyCertificate,
  notice_expiry: noticeExpiry,
  delete_external_idp: deleteExternalIdp,
  create_connector: createConnector,
  update_connector: updateConnector,
  delete_connector: deleteConnector,
  set_connector_enabled: setConnectorEnabled,
  start_test: startTest,
  activate_version: activateVersion,
  grant_application: grantApplication,
  revoke_application: revokeApplication,
}

export interface CommandQueue {
  /** Runs a command. Throws when storage is out of reach; the command is then undone, at the latest by `catchUp`. */
  run<K extends CommandKind>(
    command: CommandOf<K>,
  ): Promise<Result<CommandResults[K], TenantRefusal>>
  /** Settles what was interrupted and carries over what D1 and KV are owed. Throws while D1 is out of reach. */
  catchUp(): Promise<Progress>
}

/** `more` can be done at once; `behind` waits for KV. */
export type Progress = 'done' | 'more' | 'behind'

/** Batches to D1 in one turn, so that commands do not wait for long; D1 takes 1,000 statements of one invocation. */
const DRAINS_PER_TURN = 20

/** Makes the queue of one gate. */
export function createCommandQueue(context: GateContext): CommandQueue {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    run: (command) => inTurn(() => run(context, command)),
    catchUp: () => inTurn(() => catchUp(context)),
  }
}

async function run<K extends CommandKind>(
  context: GateContext,
  command: CommandOf<K>,
): Promise<Result<CommandResults[K], TenantRefusal>> {
  const { storage, kv } = context
  // Until a command that was interrupted is settled, D1 may not say what the gate says.
  await settleIntents(context)
  const tenant = 'tenant' in command ? command.tenant : findTenant(storage.sql, command.tenantId)
  if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
  const scope = {
    ...context,
    sql: storage.sql,
    db: openDatabase(context.d1),
    reads: createConfigurationReads(context.d1),
    tenant,
  }
  const plan = await PLANNERS[command.kind](scope, command)
  if (!plan.ok) return plan
  const { effects, reserve } = await toEffects(scope, plan.value)
  await carryOut(context, effects, reserve)
  await flushKvWrites(storage.sql, kv)
  return ok(plan.value.result)
}

async function catchUp(context: GateContext): Promise<Progress> {
  const { sql } = context.storage
  const db = openDatabase(context.d1)
  await settleIntents(context)
  const owed = await flushKvWrites(sql, context.kv)
  for (let turn = 0; await drainOutbox(sql, db); turn++) {
    if (turn === DRAINS_PER_TURN) return 'more'
  }
  return owed ? 'behind' : 'done'
}
