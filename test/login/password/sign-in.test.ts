import { describe, expect, it } from 'vitest'
import type { LoginTrace } from '../../../src/login/login-trace.ts'
import type { KnownDevice } from '../../../src/login/password/device.ts'
import type { PasswordVerifier, PasswordVerifiers } from '../../../src/login/password/ports.ts'
import { signInWithPassword } from '../../../src/login/password/sign-in.ts'
import { strongRandom, testKeyRing } from '../../support/key-ring.ts'

const NETWORK = '192.0.2.0/24'
const device = (email: string): KnownDevice => ({
  tenantId: 'ten_one',
  userId: 'usr_one',
  email,
  id: 'd-1',
  at: 0,
})

/** Signs in with a wrong password; tells which networks were counted. */
async function countedFor(from: { network?: string; devices?: readonly KnownDevice[] }) {
  const counted: string[] = []
  const verifier = {
    begin: async () => ({
      kind: 'challenge',
      salt: '',
      parameters: { logN: 1, r: 1, p: 1 },
    }),
    finish: async () => ({ kind: 'refused' }),
  } as unknown as PasswordVerifier
  const passwordVerifiers: PasswordVerifiers = {
    find: async () => [verifier],
    countNetwork: async (network) => {
      counted.push(network)
      return undefined
    },
    forgiveNetwork: async () => undefined,
  }
  const deps = { passwordVerifiers, keyring: testKeyRing(), clock: () => 0, random: strongRandom }
  const attempt = { facts: () => ({ id: 'evt_1' }) } as unknown as LoginTrace
  const signedIn = await signInWithPassword(deps, {
    email: 'ada@example.org',
    typed: 'a wrong password',
    network: from.network,
    devices: from.devices ?? [],
    attempt,
  })
  expect(signedIn).toEqual({ kind: 'refused', code: 'login_password_refused' })
  return counted
}

describe('an attempt with a password', () => {
  it('counts against its network', async () => {
    expect(await countedFor({ network: NETWORK })).toEqual([NETWORK])
    const devices = [device('eve@example.org')]
    expect(await countedFor({ network: NETWORK, devices })).toEqual([NETWORK])
  })

  it('counts against no network from a browser that signed in with the address', async () => {
    const devices = [device('ada@example.org')]
    expect(await countedFor({ network: NETWORK, devices })).toEqual([])
  })

  it('counts against no network if the platform names none', async () => {
    expect(await countedFor({})).toEqual([])
  })
})
