import { describe, expect, it } from 'vitest'
import { failedDecryption } from '../../../src/gate/outbox/failed-decryptions.ts'
import { gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

interface Failure {
  readonly ssoId?: `sso_${string}`
  readonly network?: string
  readonly allowsCbc?: boolean
}

/** Counts failures in a fresh gate. */
async function withCounter(
  name: string,
  count: (fail: (now: number, failure?: Failure) => unknown) => void,
): Promise<void> {
  await runSql(await gateWithConnector(name), (sql) => {
    let ids = 0
    count((now, failure) =>
      failedDecryption(
        sql,
        {
          tenantId: TENANT,
          ssoId: 'sso_one',
          network: 'here',
          allowsCbc: false,
          id: `evt_${ids++}`,
          ...failure,
        },
        now,
      ),
    )
  })
}

describe('failed decryptions of the last minute (R34)', () => {
  it('hold off the network that caused ten of them at an SSO key, and no other', () =>
    withCounter('of a network', (fail) => {
      for (let n = 0; n < 9; n++) expect(fail(1_000 + n)).toBeUndefined()
      expect(fail(2_000, { ssoId: 'sso_two' })).toBeUndefined()
      expect(fail(2_000, { network: 'there' })).toBeUndefined()
      // The name of a network that begins like another one.
      expect(fail(2_000, { network: 'he' })).toBeUndefined()
      expect(fail(2_000)).toEqual({ network: 61_000 })
      expect(fail(3_000)).toEqual({ network: 61_000 })
      expect(fail(3_000, { network: 'there' })).toBeUndefined()
      // When the first is a minute old there is room for one; then the second has to be.
      expect(fail(61_000)).toEqual({ network: 61_001 })
      expect(fail(130_000)).toBeUndefined()
    }))

  it('hold off everybody after two hundred, from however many networks', () =>
    withCounter('of a key', (fail) => {
      const from = (n: number) => ({ network: `network-${n}` })
      for (let n = 0; n < 199; n++) expect(fail(1_000 + n, from(n))).toBeUndefined()
      expect(fail(2_000, from(199))).toEqual({ everybody: 61_000 })
      expect(fail(2_001, from(200))).toEqual({ everybody: 61_000 })
    }))

  it('hold off everybody after ten where AES-CBC is allowed', () =>
    withCounter('with CBC', (fail) => {
      const from = (n: number) => ({ network: `network-${n}`, allowsCbc: true })
      for (let n = 0; n < 9; n++) expect(fail(1_000 + n, from(n))).toBeUndefined()
      expect(fail(2_000, from(9))).toEqual({ everybody: 61_000 })
      // A connector that allows it from now on is held off by what failed before.
      expect(fail(2_000, { network: 'there' })).toBeUndefined()
      expect(fail(2_000, from(10))).toMatchObject({ everybody: expect.any(Number) })
    }))
})
