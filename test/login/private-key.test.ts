import { expect, it } from 'vitest'
import { openDecryptionKeys, openSigningKey } from '../../src/login/private-key.ts'
import { testKeyRing } from '../support/key-ring.ts'

it('is a fault that says so if the master key does not open a private key', async () => {
  const keyring = testKeyRing()
  const sealed = await keyring.seal('sso-key', 'sso_other', 'AAAA')
  const ssoKey = {
    id: 'sso_one',
    name: 'one',
    environment: 'production',
    origin: 'https://sso.example',
    certificatePem: '',
    sealedPrivateKey: sealed,
  } as const
  const says = /private key of sso_one does not open with MASTER_KEY/
  await expect(openSigningKey(keyring, ssoKey)).rejects.toThrow(says)
  await expect(openDecryptionKeys(keyring, ssoKey)).rejects.toThrow(says)
})
