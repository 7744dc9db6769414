import { describe, expect, it } from 'vitest'
import {
  type AttemptKey,
  beginTrace,
  failAttempt,
  forgetAccount,
  forgetAttempts,
  forgetNetwork,
  purgeAttempts,
  purgeProofs,
  withinQuota,
} from '../../../src/gate/credentials/attempts.ts'
import { gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

const NOW = 1_800_000_000_000
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const KEY: AttemptKey = { tenantId: TENANT, account: 'usr_1', network: 'net-one' }
const from = (network: string): AttemptKey => ({ ...KEY, network })
const DEVICE: AttemptKey = { ...KEY, device: 'device-one' }

const inGate = async <T>(name: string, work: (sql: SqlStorage) => T): Promise<T> =>
  runSql(await gateWithConnector(name), work)

/**
 * An attempt that fails as soon as it began: how long it has to wait, or that it locked the
 * account.
 */
function fail(sql: SqlStorage, key: AttemptKey, at: number): number | undefined | 'locked' {
  const until = beginTrace(sql, key, at)
  if (until !== undefined) return until - at
  return failAttempt(sql, key, at) ? 'locked' : undefined
}

describe('attempts at a password from one network', () => {
  it('are five, and then each waits twice as long, up to a quarter of an hour', async () => {
    const waits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    await inGate('waits', (sql) => {
      for (let n = 0; n < 4; n++) expect(fail(sql, KEY, NOW)).toBeUndefined()
      let now = NOW
      for (const seconds of waits) {
        expect(fail(sql, KEY, now)).toBeUndefined()
        const until = now + seconds * SECOND
        expect(beginTrace(sql, KEY, until - 1)).toBe(until)
        now = until
      }
    })
  })

  it('count no more once an hour has passed without one', async () => {
    await inGate('window', (sql) => {
      for (let n = 0; n < 5; n++) fail(sql, KEY, NOW)
      expect(beginTrace(sql, KEY, NOW)).toBe(NOW + SECOND)
      expect(beginTrace(sql, KEY, NOW + HOUR)).toBeUndefined()
      expect(beginTrace(sql, KEY, NOW + HOUR)).toBeUndefined()
    })
  })

  it('are forgotten with a right password, those of others are not', async () => {
    await inGate('network', (sql) => {
      for (const network of ['net-one', 'net-two'])
        for (let n = 0; n < 5; n++) fail(sql, from(network), NOW)
      forgetNetwork(sql, KEY)
      expect(beginTrace(sql, KEY, NOW)).toBeUndefined()
      expect(beginTrace(sql, from('net-two'), NOW)).toBe(NOW + SECOND)
    })
  })
})

describe('an account', () => {
  const failFromEverywhere = (sql: SqlStorage, count: number, at = NOW) =>
    Array.from({ length: count }, (_, n) => fail(sql, from(`net-${n}`), at))

  it('is locked for a quarter of an hour by the thirtieth failure, which is told once', async () => {
    await inGate('lock', (sql) => {
      expect(failFromEverywhere(sql, 29)).toEqual(Array(29).fill(undefined))
      expect(beginTrace(sql, from('late-1'), NOW)).toBeUndefined()
      // While the thirtieth is looked at, nobody else's is.
      expect(beginTrace(sql, from('late-2'), NOW)).toBe(NOW + 15 * MINUTE)
      expect(failAttempt(sql, from('late-1'), NOW + 5)).toBe(true)
      expect(failAttempt(sql, from('net-1'), NOW + 6)).toBe(false)
      expect(beginTrace(sql, from('late-2'), NOW + 5 + 15 * MINUTE - 1)).toBe(NOW + 5 + 15 * MINUTE)
      expect(beginTrace(sql, from('late-2'), NOW + 5 + 15 * MINUTE)).toBeUndefined()
    })
  })

  it('is not locked by failures of which some are an hour old', async () => {
    await inGate('old', (sql) => {
      failFromEverywhere(sql, 1)
      failFromEverywhere(sql, 28, NOW + HOUR / 2)
      expect(fail(sql, from('late'), NOW + HOUR)).toBeUndefined()
      expect(fail(sql, from('later'), NOW + HOUR)).toBeUndefined()
    })
  })

  it('is locked to the last moment of the hour that its first failure began', async () => {
    await inGate('young', (sql) => {
      failFromEverywhere(sql, 29)
      expect(fail(sql, from('late'), NOW + HOUR - 1)).toBe('locked')
    })
  })

  it('is another one than that of another tenant, or whose name begins alike', async () => {
    await inGate('names', (sql) => {
      const others: readonly AttemptKey[] = [
        { ...KEY, tenantId: 'ten_two' },
        { ...KEY, account: 'usr_10' },
      ]
      for (const key of [KEY, ...others]) for (let n = 0; n < 5; n++) fail(sql, key, NOW)
      forgetAccount(sql, TENANT, KEY.account)
      expect(beginTrace(sql, KEY, NOW)).toBeUndefined()
      for (const key of others) expect(beginTrace(sql, key, NOW)).toBe(NOW + SECOND)
    })
  })

  it('is forgotten whole when its owner signs in, from this network', async () => {
    await inGate('signed-in', (sql) => {
      failFromEverywhere(sql, 29)
      for (let n = 0; n < 5; n++) fail(sql, KEY, NOW)
      forgetAttempts(sql, from('net-1'), NOW)
      expect(failFromEverywhere(sql, 29, NOW + 1)).not.toContain('locked')
    })
  })
})

describe('a browser that signed in before', () => {
  it('has ten attempts in an hour, whatever strangers do, and locks nobody', async () => {
    await inGate('device', (sql) => {
      for (let n = 0; n < 30; n++) fail(sql, from(`net-${n}`), NOW)
      for (let n = 0; n < 10; n++) expect(fail(sql, DEVICE, NOW)).toBeUndefined()
      expect(fail(sql, DEVICE, NOW)).toBe(15 * MINUTE)
      expect(fail(sql, { ...KEY, device: 'device-two' }, NOW)).toBeUndefined()
      expect(fail(sql, DEVICE, NOW + HOUR)).toBeUndefined()
    })
  })

  it('does not lock the account by its failure, while strangers are looked at who would', async () => {
    await inGate('device-locks', (sql) => {
      for (let n = 0; n < 30; n++) beginTrace(sql, from(`net-${n}`), NOW)
      beginTrace(sql, DEVICE, NOW)
      expect(failAttempt(sql, DEVICE, NOW)).toBe(false)
      expect(failAttempt(sql, from('net-1'), NOW)).toBe(true)
    })
  })

  it('forgets its own attempts alone when its owner signs in', async () => {
    await inGate('device-forgets', (sql) => {
      for (let n = 0; n < 5; n++) fail(sql, KEY, NOW)
      for (let n = 0; n < 9; n++) fail(sql, DEVICE, NOW)
      forgetAttempts(sql, DEVICE, NOW)
      for (let n = 0; n < 10; n++) expect(fail(sql, DEVICE, NOW)).toBeUndefined()
      expect(beginTrace(sql, KEY, NOW)).toBe(NOW + SECOND)
    })
  })

  it('is a stranger’s after its ten attempts, so that signing in forgets those as well', async () => {
    await inGate('device-stranger', (sql) => {
      for (let n = 0; n < 10; n++) fail(sql, DEVICE, NOW)
      for (let n = 0; n < 5; n++) fail(sql, DEVICE, NOW)
      expect(fail(sql, DEVICE, NOW)).toBe(SECOND)
      forgetAttempts(sql, DEVICE, NOW)
      expect(fail(sql, DEVICE, NOW)).toBeUndefined()
      expect(beginTrace(sql, KEY, NOW)).toBeUndefined()
    })
  })
})

describe('what may be asked for a number of times', () => {
  it('may be asked for again when the window ends that the first time began', async () => {
    await inGate('quota', (sql) => {
      const ask = (now: number) =>
        withinQuota(sql, { tenantId: TENANT, subject: 'mail', now }, { most: 2, window: MINUTE })
      expect([ask(NOW), ask(NOW + MINUTE - 1), ask(NOW + MINUTE - 1)]).toEqual([true, true, false])
      expect([ask(NOW + MINUTE), ask(NOW + MINUTE), ask(NOW + MINUTE)]).toEqual([true, true, false])
    })
  })
})

describe('what is over', () => {
  it('goes, and nothing before its time', async () => {
    await inGate('purge', (sql) => {
      const count = (table: string) => sql.exec(`SELECT 1 FROM ${table}`).toArray().length
      fail(sql, KEY, NOW)
      purgeAttempts(sql, NOW + HOUR - 1)
      expect(count('password_attempts')).toBe(2)
      purgeAttempts(sql, NOW + HOUR)
      expect(count('password_attempts')).toBe(0)
      sql.exec(
        `INSERT INTO password_links VALUES (?1, 'hash', 'usr_1', 'reset', ?2, NULL)`,
        TENANT,
        NOW,
      )
      sql.exec(
        `INSERT INTO password_proofs (tenant_id, proof_id, user_id, browser, expires_at, factors)
         VALUES (?, 'prf_1', 'usr_1', 'browser', ?, '[]')`,
        TENANT,
        NOW,
      )
      sql.exec(
        `INSERT INTO enrolments VALUES (?, 'prf_1', 'usr_1', 'fac_1', 'totp', '', '', 0, ?)`,
        TENANT,
        NOW,
      )
      const tables = ['password_links', 'password_proofs', 'enrolments']
      purgeProofs(sql, NOW - 1)
      expect(tables.map(count)).toEqual([1, 1, 1])
      purgeProofs(sql, NOW)
      expect(tables.map(count)).toEqual([0, 0, 0])
    })
  })
})
