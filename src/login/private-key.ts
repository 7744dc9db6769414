// The private key of an SSO key, opened once per isolate: unsealing and importing cost more than a
// signature's bytes.

import { decodeBase64 } from '../protocol/bytes/base64.ts'
import type { KeyRing } from '../protocol/sealing/keyring.ts'
import type { DecryptionKey } from '../protocol/xmlenc/decryption-key.ts'
import type { LoginConfiguration } from '../tenants/connectors/login-configuration.ts'

type SsoKey = LoginConfiguration['ssoKey']
/** One of an SSO key's private keys. */
type Sealed = Pick<SsoKey, 'id' | 'sealedPrivateKey'>
type Opener<T> = (keyring: KeyRing, ssoKey: Sealed) => Promise<T>

const MAX_OPENED = 200

/**
 * Opens the RSA key that signs this SSO key's requests. Throws when the seal does not open: the
 * master key is not the one it was sealed under.
 */
export const openSigningKey: Opener<CryptoKey> = openedOnce((pkcs8) =>
  crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, [
    'sign',
  ]),
)

/** Every key that an assertion may be encrypted for: during a rotation IdPs know different ones. */
export const openDecryptionKeys = (
  keyring: KeyRing,
  ssoKey: SsoKey,
): Promise<readonly DecryptionKey[]> =>
  Promise.all(
    [ssoKey, ...(ssoKey.further ?? [])].map(({ sealedPrivateKey }) =>
      openDecryptionKey(keyring, { id: ssoKey.id, sealedPrivateKey }),
    ),
  )

const openDecryptionKey: Opener<DecryptionKey> = openedOnce(async (pkcs8) => {
  const { createDecryptionKey } = await import('../protocol/xmlenc/decryption-key.ts')
  return createDecryptionKey(pkcs8)
})

/** Keeps keys, not promises: a promise of one request must not be awaited by another (workerd). */
function openedOnce<T>(use: (pkcs8: Uint8Array<ArrayBuffer>) => Promise<T>): Opener<T> {
  const opened = new Map<string, T>()
  return async (keyring, ssoKey) => {
    const known = opened.get(ssoKey.sealedPrivateKey)
    if (known) return known
    const key = await use(await openPkcs8(keyring, ssoKey))
    const [oldest] = opened.keys()
    if (opened.size >= MAX_OPENED && oldest !== undefined) opened.delete(oldest)
    opened.set(ssoKey.sealedPrivateKey, key)
    return key
  }
}

async function openPkcs8(keyring: KeyRing, ssoKey: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  const pkcs8 = await keyring.open('sso-key', ssoKey.id, ssoKey.sealedPrivateKey)
  const der = pkcs8 === undefined ? undefined : decodeBase64(pkcs8)
  if (der === undefined)
    throw new Error(`The private key of ${ssoKey.id} does not open with MASTER_KEY`)
  return der
}
