// Issuing, changing and deleting SSO keys. A slot is reserved in the gate before anything else
// learns of the key (I1).

import { eq } from 'drizzle-orm'
import { ok, refuse } from '../../../result.ts'
import { readSsoKey } from '../../../storage/d1/rows.ts'
import { loginConfigurations, ssoKeys } from '../../../storage/d1/schema/index.ts'
import { toStatement } from '../../../storage/statement.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { firstNoticeAt } from '../../../tenants/events/certificate-notices.ts'
import { isSameName } from '../../../tenants/fold-name.ts'
import { newId } from '../../../tenants/ids.ts'
import { SSO_KEYS_PER_TENANT, type SsoKey } from '../../../tenants/sso-key.ts'
import type { Plan, Planned, Planners, Scope } from '../../intents/plan.ts'
import { findConfiguration } from '../../tables/configurations.ts'
import { gateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'
import {
  bareConfiguration,
  findSsoKeyRecord,
  getUnactivatedConfiguration,
  type SsoKeyRecord,
  setActive,
} from '../connectors/live.ts'
import { issuePair } from './sso-key-pair.ts'

/** The planners of the commands of this file. */
export const ssoKeyPlanners: Planners<'delete_sso_key' | 'issue_sso_key' | 'update_sso_key'> = {
  delete_sso_key: deleteSsoKey,
  issue_sso_key: issueSsoKey,
  update_sso_key: updateSsoKey,
}

/**
 * Issues an SSO key: RSA-2048 pair, self-signed certificate, sealed private key. Refuses the sixth,
 * and a name in use.
 */
async function issueSsoKey(
  scope: Scope,
  { name, environment, origin }: CommandOf<'issue_sso_key'>,
): Planned<'issue_sso_key'> {
  const { sql, db, tenant, clock, random } = scope
  const taken = sql
    .exec<{ slot: number; name: string }>(
      'SELECT slot, name FROM sso_key_slots WHERE tenant_id = ?',
      tenant.id,
    )
    .toArray()
  const slot = freeSlot(taken.map((row) => row.slot))
  if (slot === undefined)
    return refuse({ code: 'sso_key_limit_reached', expected: SSO_KEYS_PER_TENANT })
  if (taken.some((row) => isSameName(row.name, name)))
    return refuse({ code: 'sso_key_name_taken', pointer: '/name', got: name })

  const id = newId('sso', random)
  const pair = await issuePair(scope, id)
  const now = clock()
  const key: SsoKeyRecord = {
    id,
    tenantId: tenant.id,
    slot,
    name,
    environment,
    origin,
    ...pair,
    createdAt: now,
    encryption: false,
    furtherCertificates: [],
    nextNoticeAt: firstNoticeAt([pair.certificateNotAfter], now) ?? null,
  }
  return ok({
    result: readSsoKey(key),
    publish: [bareConfiguration(tenant, key)],
    reserve: [
      gateStatement(
        'INSERT INTO sso_key_slots (tenant_id, slot, sso_id, name) VALUES (?, ?, ?, ?)',
        tenant.id,
        slot,
        id,
        name,
      ),
    ],
    undo: [
      gateStatement('DELETE FROM sso_key_slots WHERE tenant_id = ? AND slot = ?', tenant.id, slot),
    ],
    record: [toStatement(db.insert(ssoKeys).values(key))],
  })
}

/**
 * Renames a key, or offers it for encryption in its SP metadata, or no longer. What is encrypted
 * for it is decrypted either way; EntityID and URLs stay.
 */
async function updateSsoKey(
  scope: Scope,
  { ssoId, change }: CommandOf<'update_sso_key'>,
): Planned<'update_sso_key'> {
  const { sql, tenant } = scope
  const key = await findSsoKeyRecord(scope, ssoId)
  if (key === undefined) return refuse({ code: 'sso_key_unknown' })
  const { name = key.name } = change
  if (name !== key.name && isTakenByAnother(sql, key, name))
    return refuse({ code: 'sso_key_name_taken', pointer: '/name', got: name })
  const plan = await republishKey(scope, { ...key, ...change })
  const rename = gateStatement(
    'UPDATE sso_key_slots SET name = ? WHERE tenant_id = ? AND sso_id = ?',
    name,
    tenant.id,
    ssoId,
  )
  return ok({ ...plan, commit: [...(plan.commit ?? []), rename] })
}

const isTakenByAnother = (sql: SqlStorage, { id, tenantId }: SsoKeyRecord, name: string): boolean =>
  sql
    .exec<{ name: string }>(
      'SELECT name FROM sso_key_slots WHERE tenant_id = ? AND sso_id <> ?',
      tenantId,
      id,
    )
    .toArray()
    .some((other) => isSameName(other.name, name))

/**
 * Records an SSO key that changed, and publishes it with whatever governs it. Its connector's
 * version stays what it was.
 */
export async function republishKey(scope: Scope, key: SsoKeyRecord): Promise<Plan<SsoKey>> {
  const { sql, db, tenant } = scope
  const bare = await getUnactivatedConfiguration(scope, key)
  const live = findConfiguration(sql, tenant.id, key.id)
  const activeNow = live && { ...live, ssoKey: bare.ssoKey }
  return {
    result: readSsoKey(key),
    publish: [activeNow ?? bare],
    record: [toStatement(db.update(ssoKeys).set(key).where(eq(ssoKeys.id, key.id)))],
    commit: activeNow ? [setActive(activeNow)] : [],
  }
}

/** Deletes an SSO key that no connector uses, its sealed private key with it. */
async function deleteSsoKey(
  { sql, db, reads, tenant }: Scope,
  { ssoId, confirm }: CommandOf<'delete_sso_key'>,
): Planned<'delete_sso_key'> {
  const key = await reads.findSsoKey(tenant.id, ssoId)
  if (key === undefined) return refuse({ code: 'sso_key_unknown' })
  if (confirm !== key.name)
    return refuse({ code: 'sso_key_confirmation_mismatch', expected: key.name })
  const user = firstRow<{ connector_id: string }>(
    sql,
    'SELECT connector_id FROM connectors WHERE tenant_id = ? AND sso_id = ?',
    tenant.id,
    ssoId,
  )
  if (user !== undefined) return refuse({ code: 'sso_key_in_use', got: user.connector_id })
  return ok({
    result: key,
    removal: true,
    withdraw: [ssoId],
    record: [
      toStatement(db.delete(loginConfigurations).where(eq(loginConfigurations.ssoId, ssoId))),
      toStatement(db.delete(ssoKeys).where(eq(ssoKeys.id, ssoId))),
    ],
    commit: [
      gateStatement(
        'DELETE FROM sso_key_slots WHERE tenant_id = ? AND sso_id = ?',
        tenant.id,
        ssoId,
      ),
    ],
  })
}

function freeSlot(taken: readonly number[]): number | undefined {
  const slots = Array.from({ length: SSO_KEYS_PER_TENANT }, (_, index) => index + 1)
  return slots.find((slot) => !taken.includes(slot))
}
