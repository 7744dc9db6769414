import { describe, expect, it } from 'vitest'
import { deviceOf } from '../../../src/gate/credentials/known-devices.ts'
import { acceptAnswer } from '../../../src/gate/credentials/second-factors.ts'
import {
  findBlockers,
  hasConsent,
  readEnforcement,
} from '../../../src/gate/enforcement/enforcement.ts'
import {
  hasSecondFactor,
  judgePassword,
  mayRecover,
  ownersFor,
} from '../../../src/gate/enforcement/policy.ts'
import type { EnforcementMode } from '../../../src/tenants/enforcement.ts'
import type { TenantId } from '../../../src/tenants/ids.ts'
import type { User } from '../../../src/tenants/user.ts'
import { gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

const NOW = 1_800_000_000_000
const CHILD: TenantId = 'ten_child'
const MEMBER: User = {
  id: 'usr_member',
  tenantId: TENANT,
  email: 'member@example.org',
  roles: [],
  groups: [],
  status: 'active',
  createdAt: 1,
  updatedAt: 1,
}
const ADMIN: User = { ...MEMBER, id: 'usr_admin', roles: ['admin'] }
const SSO = { bar: { code: 'login_sso_required' } }
const FACTOR = { bar: { code: 'login_second_factor_required' } }

/** A gate whose tenant has a child, with a policy for the one that is named. */
async function inGate(
  name: string,
  policy: object,
  work: (sql: SqlStorage) => void,
  tenantId: TenantId = TENANT,
): Promise<void> {
  await runSql(await gateWithConnector(name), (sql) => {
    sql.exec(
      `INSERT INTO tenants (tenant_id, name, parent_id, jurisdiction, created_at)
       VALUES (?, 'Child', ?, 'none', 0)`,
      CHILD,
      TENANT,
    )
    sql.exec('INSERT INTO sign_in_policies VALUES (?, ?)', tenantId, JSON.stringify(policy))
    work(sql)
  })
}
const enforced = (mode: EnforcementMode) => ({ enforcement: { mode } })
const exempt = (sql: SqlStorage, { id }: User, until: number | null) =>
  sql.exec(
    "INSERT OR REPLACE INTO enforcement_exemptions VALUES (?, ?, 'x', ?, 1)",
    TENANT,
    id,
    until,
  )
const breakGlass = (sql: SqlStorage, tenantId: TenantId, until: number) =>
  sql.exec("INSERT OR REPLACE INTO break_glass VALUES (?, ?, 'x', 1)", tenantId, until)
const addFactor = (sql: SqlStorage, { id }: User, confirmedAt: number | null = 1) =>
  sql.exec(
    "INSERT OR REPLACE INTO second_factors VALUES (?, ?, 'fac_1', 'totp', '', '', 7, ?, 1, NULL)",
    TENANT,
    id,
    confirmedAt,
  )

describe('a right password', () => {
  it('lets nobody in who is deactivated, whatever else is said', async () => {
    await inGate('inactive', enforced('everyone'), (sql) => {
      const gone = { ...ADMIN, status: 'inactive' as const }
      exempt(sql, gone, null)
      breakGlass(sql, TENANT, NOW + 1)
      expect(judgePassword(sql, gone, NOW)).toEqual({ bar: { code: 'login_user_inactive' } })
    })
  })

  it('is worth a session where nothing is enforced', async () => {
    await inGate('off', {}, (sql) => {
      for (const user of [MEMBER, ADMIN]) expect(judgePassword(sql, user, NOW)).toEqual({})
    })
  })

  it('of an administrator takes a confirmed second factor while members are enforced', async () => {
    await inGate('members', enforced('members'), (sql) => {
      expect(judgePassword(sql, MEMBER, NOW)).toEqual(SSO)
      addFactor(sql, MEMBER)
      expect(judgePassword(sql, MEMBER, NOW)).toEqual(SSO)
      expect(judgePassword(sql, ADMIN, NOW)).toEqual(FACTOR)
      addFactor(sql, ADMIN, null)
      expect([hasSecondFactor(sql, ADMIN), judgePassword(sql, ADMIN, NOW)]).toEqual([false, FACTOR])
      addFactor(sql, ADMIN)
      expect([hasSecondFactor(sql, ADMIN), judgePassword(sql, ADMIN, NOW)]).toEqual([true, {}])
    })
  })

  it('is worth nothing while everyone is enforced, with a second factor too', async () => {
    await inGate('everyone', enforced('everyone'), (sql) => {
      addFactor(sql, ADMIN)
      for (const user of [MEMBER, ADMIN]) expect(judgePassword(sql, user, NOW)).toEqual(SSO)
    })
  })

  it('of who is exempt is worth a session until the exemption ends, and not at its end', async () => {
    await inGate('exempt', enforced('everyone'), (sql) => {
      for (const user of [MEMBER, ADMIN]) {
        exempt(sql, user, NOW + 1)
        expect(judgePassword(sql, user, NOW)).toEqual({ until: NOW + 1 })
        exempt(sql, user, NOW)
        expect(judgePassword(sql, user, NOW)).toEqual(SSO)
        exempt(sql, user, null)
        expect(judgePassword(sql, user, NOW)).toEqual({})
      }
    })
  })

  it('of who is exempt takes the second factor that nobody may set up at the login', async () => {
    const signIn = { secondFactor: 'everyone', enrolmentAtLogin: false }
    await inGate('exempt-factor', { ...enforced('everyone'), signIn }, (sql) => {
      exempt(sql, MEMBER, null)
      expect(judgePassword(sql, MEMBER, NOW)).toEqual(FACTOR)
      addFactor(sql, MEMBER)
      expect(judgePassword(sql, MEMBER, NOW)).toEqual({})
    })
  })

  it('is exempt from SSO, never from the second factor of administrators', async () => {
    await inGate('exempt-admin', enforced('members'), (sql) => {
      exempt(sql, ADMIN, null)
      expect(judgePassword(sql, ADMIN, NOW)).toEqual(FACTOR)
    })
  })

  it('of an administrator is worth a session while the glass is broken, and not at its end', async () => {
    await inGate('glass', enforced('everyone'), (sql) => {
      breakGlass(sql, TENANT, NOW + 1)
      expect(judgePassword(sql, ADMIN, NOW)).toEqual({ until: NOW + 1 })
      expect(judgePassword(sql, MEMBER, NOW)).toEqual(SSO)
      breakGlass(sql, TENANT, NOW)
      expect(judgePassword(sql, ADMIN, NOW)).toEqual(SSO)
    })
  })

  it('of a child counts the glass of its root, and that of the child opens no root (I5)', async () => {
    await inGate('glass-child', enforced('everyone'), (sql) => {
      const theirs = { ...ADMIN, tenantId: CHILD }
      expect(judgePassword(sql, theirs, NOW)).toEqual(SSO)
      breakGlass(sql, CHILD, NOW + 1)
      expect(judgePassword(sql, theirs, NOW)).toEqual({ until: NOW + 1 })
      expect(judgePassword(sql, ADMIN, NOW)).toEqual(SSO)
      breakGlass(sql, TENANT, NOW + 2)
      expect(judgePassword(sql, theirs, NOW)).toEqual({ until: NOW + 2 })
    })
  })
})

describe('a code of the tenant', () => {
  const giveCode = (sql: SqlStorage, owner: TenantId, usedAt: number | null) =>
    sql.exec("INSERT OR REPLACE INTO recovery_codes VALUES (?1, ?1, 'digest', ?2)", owner, usedAt)

  it('lets an administrator recover who is barred by enforcement, and nobody else', async () => {
    await inGate('recover', enforced('everyone'), (sql) => {
      const codes = ['login_sso_required', 'login_second_factor_required', 'login_user_inactive']
      const may = (user: User) => codes.map((code) => mayRecover(sql, user, { code }))
      expect(may(ADMIN)).toEqual([false, false, false])
      giveCode(sql, TENANT, 1)
      expect(may(ADMIN)).toEqual([false, false, false])
      giveCode(sql, TENANT, null)
      expect(may(ADMIN)).toEqual([true, true, false])
      expect(may(MEMBER)).toEqual([false, false, false])
      expect(may({ ...ADMIN, tenantId: CHILD })).toEqual([true, true, false])
    })
  })

  it('of a child opens no root, and of a root no child that chose for itself (I5)', async () => {
    await inGate('recover-child', enforced('everyone'), (sql) => {
      expect([ownersFor(sql, TENANT), ownersFor(sql, CHILD)]).toEqual([[TENANT], [CHILD, TENANT]])
      giveCode(sql, CHILD, null)
      expect(mayRecover(sql, ADMIN, SSO.bar)).toBe(false)
    })
    await inGate(
      'recover-own',
      enforced('everyone'),
      (sql) => {
        expect(ownersFor(sql, CHILD)).toEqual([CHILD])
        giveCode(sql, TENANT, null)
        expect(mayRecover(sql, { ...ADMIN, tenantId: CHILD }, SSO.bar)).toBe(false)
      },
      CHILD,
    )
  })
})

describe('the operator’s consent', () => {
  it('holds until its time and not at it, for its tenant alone', async () => {
    await inGate('consent', { consentUntil: NOW }, (sql) => {
      expect(readEnforcement(sql, TENANT)).toMatchObject({ mode: 'off', consentUntil: NOW })
      expect([hasConsent(sql, TENANT, NOW - 1), hasConsent(sql, TENANT, NOW)]).toEqual([
        true,
        false,
      ])
      expect(hasConsent(sql, CHILD, NOW - 1)).toBe(false)
      const missing = { code: 'enforcement_way_back_missing' }
      expect(findBlockers(sql, TENANT, 'everyone', NOW - 1)).not.toContainEqual(missing)
      expect(findBlockers(sql, TENANT, 'everyone', NOW)).toContainEqual(missing)
      expect(findBlockers(sql, TENANT, 'members', NOW)).not.toContainEqual(missing)
    })
  })

  it('is left out where there is none', async () => {
    await inGate('no-consent', enforced('members'), (sql) =>
      expect(readEnforcement(sql, TENANT)).toStrictEqual({
        tenantId: TENANT,
        mode: 'members',
        exemptions: [],
      }),
    )
  })
})

describe('a browser is known', () => {
  it('to the account that it names, since the password is the one that it signed in with', async () => {
    await inGate('devices', {}, (sql) => {
      const owner = { tenantId: TENANT, userId: MEMBER.id }
      const device = { ...owner, email: 'member@example.org', id: 'dev_1', at: NOW }
      expect(deviceOf(sql, owner, [device])).toEqual({})
      const setAt = (at: number) =>
        sql.exec(
          "INSERT OR REPLACE INTO passwords VALUES (?, ?, '', '', '', ?)",
          TENANT,
          MEMBER.id,
          at,
        )
      setAt(NOW)
      expect(deviceOf(sql, owner, [device])).toEqual({ device: 'dev_1' })
      expect(deviceOf(sql, owner)).toEqual({})
      const others = [
        { ...device, userId: ADMIN.id },
        { ...device, tenantId: CHILD },
      ]
      expect(deviceOf(sql, owner, others)).toEqual({})
      expect(deviceOf(sql, owner, [...others, device])).toEqual({ device: 'dev_1' })
      setAt(NOW + 1)
      expect(deviceOf(sql, owner, [device])).toEqual({})
    })
  })
})

describe('an answer with a second factor is accepted (I3)', () => {
  const owner = { tenantId: TENANT, userId: MEMBER.id }
  const answer = (counter: number, kind: 'totp' | 'passkey' = 'totp') => ({
    kind,
    factorId: 'fac_1' as const,
    counter,
  })
  const used = { ok: false, refusal: { code: 'second_factor_code_used' } }

  it('with a step that is later than the last one, of a factor that is confirmed', async () => {
    await inGate('steps', {}, (sql) => {
      const accept = (counter: number) =>
        acceptAnswer(sql, owner, { verified: answer(counter), now: NOW })
      expect(accept(9)).toEqual(used)
      // Somebody else's is none, whatever its id.
      addFactor(sql, ADMIN)
      expect(accept(9)).toEqual(used)
      addFactor(sql, MEMBER, null)
      expect(accept(9)).toEqual(used)
      addFactor(sql, MEMBER)
      expect([accept(6), accept(7)]).toEqual([used, used])
      expect(accept(8)).toEqual({ ok: true, value: 'otp' })
      expect(accept(8)).toEqual(used)
      expect(sql.exec('SELECT user_id, counter, used_at FROM second_factors').toArray()).toEqual([
        { user_id: ADMIN.id, counter: 7, used_at: null },
        { user_id: MEMBER.id, counter: 8, used_at: NOW },
      ])
    })
  })

  it('never, and is spent all the same, where its time is another one', async () => {
    await inGate('early', {}, (sql) => {
      addFactor(sql, MEMBER)
      const refused = { code: 'second_factor_wrong' } as const
      const verified = { ...answer(9), refused }
      expect(acceptAnswer(sql, owner, { verified, now: NOW })).toEqual({
        ok: false,
        refusal: refused,
      })
      expect(sql.exec('SELECT counter, used_at FROM second_factors').toArray()).toEqual([
        { counter: 9, used_at: null },
      ])
      expect(acceptAnswer(sql, owner, { verified: answer(9), now: NOW })).toEqual(used)
      // When it was used last remains known.
      acceptAnswer(sql, owner, { verified: answer(10), now: NOW })
      acceptAnswer(sql, owner, { verified: { ...verified, counter: 11 }, now: NOW + 1 })
      expect(sql.exec('SELECT counter, used_at FROM second_factors').toArray()).toEqual([
        { counter: 11, used_at: NOW },
      ])
    })
  })

  it('of a passkey with a count that grows, or without one', async () => {
    await inGate('passkeys', {}, (sql) => {
      addFactor(sql, MEMBER)
      sql.exec("UPDATE second_factors SET kind = 'passkey', counter = 0")
      const accept = (count: number) =>
        acceptAnswer(sql, owner, { verified: answer(count, 'passkey'), now: NOW })
      const accepted = { ok: true, value: 'hwk' }
      const refused = { ok: false, refusal: { code: 'passkey_not_verified' } }
      expect([accept(0), accept(0), accept(1)]).toEqual([accepted, accepted, accepted])
      expect([accept(1), accept(0)]).toEqual([refused, refused])
    })
  })

  it('of an app never twice with step 0', async () => {
    await inGate('zero', {}, (sql) => {
      addFactor(sql, MEMBER)
      sql.exec('UPDATE second_factors SET counter = 0')
      expect(acceptAnswer(sql, owner, { verified: answer(0), now: NOW })).toEqual(used)
    })
  })
})
