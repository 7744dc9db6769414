import { describe, expect, it } from 'vitest'
import {
  holdOffDecryption,
  noteDecryption,
  verifyLimited,
} from '../../../src/login/complete/limited-decryption.ts'
import type { LoginTrace } from '../../../src/login/login-trace.ts'
import { readReceived } from '../../../src/protocol/saml/response/read-received.ts'
import type { LoginConfiguration } from '../../../src/tenants/connectors/login-configuration.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import { CIRCUMSTANCES, signedResponse } from '../../support/signed-response.ts'

/** An attempt of which only the network matters. */
const from = (ip: string) => ({ facts: () => ({ ip }) }) as LoginTrace
const at = (ssoId: `sso_${string}`, ip: string) => ({ ssoId, attempt: from(ip) })
const UNTIL = CIRCUMSTANCES.now + 1

async function refusalAt(source: ReturnType<typeof at>): Promise<string | undefined> {
  const received = readReceived((await signedResponse()).bytes)
  if (!received.ok) throw new Error(received.refusal.code)
  // It says that it is encrypted; nothing is decrypted before the hold-off is asked.
  const verified = await verifyLimited(
    source,
    { ...received.value, encrypted: true },
    CIRCUMSTANCES,
  )
  return verified.ok ? undefined : verified.refusal.code
}

describe('a hold-off of decryption (R34)', () => {
  it('stays when another network or SSO key is held off', async () => {
    holdOffDecryption(at('sso_1', '192.0.2.1'), { network: UNTIL })
    holdOffDecryption(at('sso_1', '198.51.100.1'), { network: UNTIL })
    holdOffDecryption(at('sso_2', '203.0.113.1'), { everybody: UNTIL })
    holdOffDecryption(at('sso_3', '203.0.113.1'), { everybody: UNTIL })
    for (const source of [
      at('sso_1', '192.0.2.1'),
      at('sso_1', '198.51.100.1'),
      at('sso_2', '192.0.2.1'),
      at('sso_3', '192.0.2.1'),
    ])
      expect(await refusalAt(source)).toBe('login_decryption_limited')
    expect(await refusalAt(at('sso_1', '203.0.113.1'))).toBeUndefined()
    expect(await refusalAt(at('sso_4', '192.0.2.1'))).toBeUndefined()
  })

  it('ends at its moment', async () => {
    holdOffDecryption(at('sso_5', '192.0.2.1'), { network: CIRCUMSTANCES.now })
    expect(await refusalAt(at('sso_5', '192.0.2.1'))).toBeUndefined()
  })
})

describe('a failed decryption', () => {
  it('is counted under a MAC of the network that is made for that alone', async () => {
    const keyring = testKeyRing()
    const uses: string[] = []
    const noted = await noteDecryption(
      {
        mac: (use, message) => {
          uses.push(use)
          return keyring.mac(use, message)
        },
      },
      {
        refusal: { code: 'xmlenc_decryption_failed' },
        configuration: {} as LoginConfiguration,
        attempt: from('192.0.2.1'),
      },
    )
    expect(uses).toEqual(['network'])
    expect(noted.decryption?.network).toMatch(/^[\w-]{22}$/)
  })
})
