// Issuing and deleting SSO keys. A slot is reserved in the gate before anything else learns of the key (I1).

import { eq } from 'drizzle-orm'
import { encodeBase64 } from '../../../protocol/bytes/base64.ts'
import { toPem } from '../../../protocol/x509/certificate.ts'
import { issueSelfSignedCertificate } from '../../../protocol/x509/issue-certificate.ts'
import { ok, refuse } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands.ts'
import { newId, type SsoId } from '../../../tenants/ids.ts'
import { SSO_KEYS_PER_TENANT, type SsoKey } from '../../../tenants/sso-key.ts'
import { loginConfigurations, ssoKeys } from '../../d1/schema/index.ts'
import { toStatement } from '../../statement.ts'
import { findConfiguration } from '../configurations.ts'
import { gateStatement } from '../intents.ts'
import { firstRow } from '../rows.ts'
import { bareConfiguration, getBareConfiguration, govern } from './live.ts'
import type { Planned, Scope } from './plan.ts'

/** IdPs pin the certificate, so its end is an outage: ten years, as IdPs themselves do it. */
const CERTIFICATE_YEARS = 10
/** An IdP whose clock is behind must not find the certificate not yet valid. */
const CERTIFICATE_BACKDATED_MS = 86_400_000
const SERIAL_BYTES = 16
const RSA_2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
} as const

/** Issues an SSO key: RSA-2048 pair, self-signed certificate, sealed private key. Refuses the sixth, and a name in use. */
export async function issueSsoKey(
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
  if (taken.some((row) => row.name === name))
    return refuse({ code: 'sso_key_name_taken', pointer: '/name', got: name })

  const id = newId('sso', random)
  const pair = await issuePair(scope, id)
  const key: SsoKey = {
    id,
    tenantId: tenant.id,
    name,
    environment,
    origin,
    certificatePem: pair.certificatePem,
    certificateNotAfter: pair.certificateNotAfter,
    createdAt: clock(),
    encryption: false,
  }
  const { sealedPrivateKey } = pair
  return ok({
    result: key,
    publish: [bareConfiguration(tenant, { ...key, sealedPrivateKey })],
    reserve: [
      gateStatement('INSERT INTO sso_key_slots VALUES (?, ?, ?, ?)', tenant.id, slot, id, name),
    ],
    undo: [
      gateStatement('DELETE FROM sso_key_slots WHERE tenant_id = ? AND slot = ?', tenant.id, slot),
    ],
    record: [toStatement(db.insert(ssoKeys).values({ ...key, slot, sealedPrivateKey }))],
  })
}

/** Offers a key for encryption in its SP metadata, or no longer. What is encrypted for it is decrypted either way. */
export async function setSsoKeyEncryption(
  scope: Scope,
  { ssoId, encryption }: CommandOf<'set_sso_key_encryption'>,
): Planned<'set_sso_key_encryption'> {
  const { sql, db, reads, tenant } = scope
  const key = await reads.findSsoKey(tenant.id, ssoId)
  if (key === undefined) return refuse({ code: 'sso_key_unknown' })
  const { ssoKey } = await getBareConfiguration(scope, ssoId)
  const bare = bareConfiguration(tenant, { ...ssoKey, encryption })
  const live = findConfiguration(sql, tenant.id, ssoId)
  const governing = live && { ...live, ssoKey: bare.ssoKey }
  return ok({
    result: { ...key, encryption },
    publish: [governing ?? bare],
    record: [toStatement(db.update(ssoKeys).set({ encryption }).where(eq(ssoKeys.id, ssoId)))],
    commit: governing ? [govern(governing)] : [],
  })
}

/** Deletes an SSO key that no connector uses, its sealed private key with it. */
export async function deleteSsoKey(
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

async function issuePair({ keyring, clock, random }: Scope, id: SsoId) {
  // generateKey is typed for every algorithm at once; RSA always makes a pair.
  const keyPair = (await crypto.subtle.generateKey(RSA_2048, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const notAfter = new Date(clock())
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + CERTIFICATE_YEARS)
  const certificate = await issueSelfSignedCertificate({
    commonName: id,
    keyPair,
    notBefore: clock() - CERTIFICATE_BACKDATED_MS,
    notAfter: notAfter.getTime(),
    serial: random(SERIAL_BYTES),
  })
  // exportKey, too, is typed for every format; PKCS #8 is always bytes.
  const pkcs8 = (await crypto.subtle.exportKey('pkcs8', keyPair.privateKey)) as ArrayBuffer
  return {
    certificatePem: toPem(encodeBase64(certificate)),
    certificateNotAfter: notAfter.getTime(),
    sealedPrivateKey: await keyring.seal('sso-key', id, encodeBase64(new Uint8Array(pkcs8))),
  }
}
