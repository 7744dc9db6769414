// The private key of an SSO key, opened once per isolate: unsealing and importing cost more than a signature's bytes.

import { decodeBase64 } from '../protocol/bytes/base64.ts'
import type { KeyRing } from '../protocol/sealing/keyring.ts'
import type { LoginConfiguration } from '../tenants/login-configuration.ts'

const opened = new Map<string, Promise<CryptoKey>>()
const MAX_OPENED = 200

/** Opens the RSA key that signs this SSO key's requests. Throws when the seal does not open: the master key is not the one it was sealed under. */
export function openSigningKey(
  keyring: KeyRing,
  ssoKey: LoginConfiguration['ssoKey'],
): Promise<CryptoKey> {
  const known = opened.get(ssoKey.sealedPrivateKey)
  if (known) return known
  const [oldest] = opened.keys()
  if (opened.size >= MAX_OPENED && oldest !== undefined) opened.delete(oldest)
  const key = openKey(keyring, ssoKey)
  opened.set(ssoKey.sealedPrivateKey, key)
  key.catch(() => opened.delete(ssoKey.sealedPrivateKey))
  return key
}

async function openKey(keyring: KeyRing, ssoKey: LoginConfiguration['ssoKey']): Promise<CryptoKey> {
  const pkcs8 = await keyring.open('sso-key', ssoKey.id, ssoKey.sealedPrivateKey)
  const der = pkcs8 === undefined ? undefined : decodeBase64(pkcs8)
  if (der === undefined)
    throw new Error(`The private key of ${ssoKey.id} does not open with MASTER_KEY`)
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  return crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
}
