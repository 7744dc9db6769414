import { describe, expect, it } from 'vitest'
import { findUser } from '../../../src/gate/tables/find-user.ts'
import { gateWithConnector, runSql, TENANT } from '../../support/gate.ts'
import { another, change, type Gate, PROFILE, userAfter } from './logins.ts'

const NAMELESS = { roles: ['desk'], groups: [] }

const stored = (gate: Gate, userId: string) => runSql(gate, (sql) => findUser(sql, TENANT, userId))

describe('a user after a login', () => {
  it('is answered as they are stored, with what no IdP says', async () => {
    const gate = await gateWithConnector('stored')
    const first = await userAfter(gate, { now: 1_000 })
    expect(first).toEqual(await stored(gate, first.id))
    expect([first.createdAt, first.updatedAt]).toEqual([1_000, 1_000])
    await change(gate, "UPDATE users SET has_password = 1, external_id = 'hr-7'")
    const later = await userAfter(gate, { now: 2_000, profile: { ...PROFILE, firstName: 'Ada' } })
    expect(later).toEqual(await stored(gate, first.id))
    expect(later).toMatchObject({
      createdAt: 1_000,
      updatedAt: 2_000,
      hasPassword: true,
      externalId: 'hr-7',
    })
  })

  it('is unchanged by fields of their own in another order, and changed by another value', async () => {
    const gate = await gateWithConnector('order')
    const at = async (now: number, custom: Readonly<Record<string, string>>) =>
      (await userAfter(gate, { now, profile: { ...PROFILE, custom } })).updatedAt
    expect(await at(1_000, { a: '1', b: '2' })).toBe(1_000)
    expect(await at(2_000, { b: '2', a: '1' })).toBe(1_000)
    expect(await at(3_000, { b: '1', a: '2' })).toBe(3_000)
  })

  it('may have no address, as others have none', async () => {
    const gate = await gateWithConnector('no-address')
    const first = await userAfter(gate, { profile: NAMELESS })
    const second = await userAfter(gate, { profile: NAMELESS, identity: another('eve') })
    expect(second.id).not.toBe(first.id)
    expect([first.email, second.email]).toEqual([undefined, undefined])
  })
})

describe('what a person had by a password', () => {
  /** Ada with a session by a password, an open link of hers, and as much of somebody else. */
  async function gateWithPasswords(name: string, roles: readonly string[] = ['desk']) {
    const gate = await gateWithConnector(name)
    const ada = await userAfter(gate, { profile: { ...PROFILE, roles } })
    const eve = await userAfter(gate, {
      identity: another('eve'),
      profile: { ...PROFILE, roles: ['admin'], email: 'eve@example.org' },
    })
    await runSql(gate, (sql) => {
      sql.exec('CREATE TABLE copied AS SELECT * FROM sessions')
      sql.exec("UPDATE copied SET sid = 'pwd-' || user_id, connector_id = '', batch = NULL")
      sql.exec('INSERT INTO sessions SELECT * FROM copied')
      sql.exec('DROP TABLE copied')
      for (const { id } of [ada, eve])
        sql.exec(
          `INSERT INTO password_links VALUES (?1, 'hash-' || ?2, ?2, 'reset', 9e15, NULL)`,
          TENANT,
          id,
        )
    })
    /** Whose sessions by a password and whose links are over. */
    const over = async () => {
      const sessions = await change(
        gate,
        'SELECT sid, user_id FROM sessions WHERE ended_at IS NOT NULL ORDER BY sid',
      )
      const links = await change(
        gate,
        'SELECT user_id FROM password_links WHERE used_at IS NOT NULL ORDER BY user_id',
      )
      return {
        sessions: sessions.map(({ sid }) => sid),
        links: links.map(({ user_id }) => user_id),
      }
    }
    return { gate, ada: ada.id, over }
  }

  it('goes on while nothing changes, or something else does', async () => {
    const { gate, over } = await gateWithPasswords('goes-on')
    await userAfter(gate, {})
    await userAfter(gate, { profile: { ...PROFILE, firstName: 'Ada', roles: ['night'] } })
    await userAfter(gate, { profile: { ...PROFILE, email: 'ADA@example.org' } })
    expect(await over()).toEqual({ sessions: [], links: [] })
  })

  it('is over with the address: sessions and links, of this person alone', async () => {
    const { gate, ada, over } = await gateWithPasswords('loses-address')
    await userAfter(gate, { profile: NAMELESS })
    expect(await over()).toEqual({ sessions: [`pwd-${ada}`], links: [ada] })
  })

  it('is over with another address as far as it was mailed there', async () => {
    const { gate, ada, over } = await gateWithPasswords('moves')
    await userAfter(gate, { profile: { ...PROFILE, email: 'ada@new.example' } })
    expect(await over()).toEqual({ sessions: [], links: [ada] })
  })

  it.each([
    ['members', 'over'],
    ['off', 'not over'],
  ])('while %s are enforced is %s with the role of an administrator', async (mode, what) => {
    const { gate, ada, over } = await gateWithPasswords(`demoted-${mode}`, ['admin', 'desk'])
    const policy = JSON.stringify({ enforcement: { mode } })
    await change(gate, 'INSERT INTO sign_in_policies VALUES (?, ?)', TENANT, policy)
    await userAfter(gate, { profile: { ...PROFILE, roles: ['admin', 'night'] } })
    expect(await over()).toEqual({ sessions: [], links: [] })
    const { roles } = await userAfter(gate, {})
    expect(roles).toEqual(['desk'])
    const ended = what === 'over' ? [`pwd-${ada}`] : []
    expect(await over()).toEqual({ sessions: ended, links: [] })
  })
})
