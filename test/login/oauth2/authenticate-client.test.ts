import { describe, expect, it } from 'vitest'
import { authenticateClient } from '../../../src/login/oauth2/authenticate-client.ts'
import { sha256Hex } from '../../../src/protocol/bytes/sha256.ts'
import type { RegisteredApplication } from '../../../src/tenants/commands/ports.ts'

const NOW = 1_000_000
const clientId = `app_${'1'.repeat(24)}` as const

async function outcome(clientSecret: string, until: number): Promise<string> {
  const application: RegisteredApplication = {
    id: clientId,
    name: 'Desk',
    landingUrl: 'https://app.example/',
    environment: 'production',
    redirectUris: [],
    tokenEndpointAuthMethod: 'client_secret_basic',
    createdAt: 0,
    secretHash: await sha256Hex('the new one'),
    previousSecret: { hash: await sha256Hex('the one before'), until },
  }
  const deps = { applications: { find: async () => application }, clock: () => NOW }
  const method = 'client_secret_basic'
  const authenticated = await authenticateClient(deps, { method, clientId, clientSecret })
  return authenticated.ok ? 'taken' : authenticated.refusal.code
}

describe('the secret before the present one', () => {
  it('is taken until its end, and not from then on', async () => {
    expect(await outcome('the one before', NOW + 1)).toBe('taken')
    expect(await outcome('the one before', NOW)).toBe('oidc_client_secret_mismatch')
  })

  it('ends without the new one, which is taken in any case', async () => {
    expect(await outcome('the new one', NOW + 1)).toBe('taken')
    expect(await outcome('the new one', NOW)).toBe('taken')
    expect(await outcome('another one', NOW + 1)).toBe('oidc_client_secret_mismatch')
  })
})
