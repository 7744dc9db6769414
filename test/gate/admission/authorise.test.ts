import { describe, expect, it } from 'vitest'
import { admissionOf, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'
import { another, change, EMAIL, opened, PROFILE, userAfter } from './logins.ts'

describe('where not everybody may come in', () => {
  it('an unknown person is refused by what the connector says of such people', async () => {
    const gate = await gateWithConnector('refused')
    const refused = async (provisioning: 'only_invited' | 'only_linked', code: string) =>
      expect(await gate.admit(admissionOf({ profile: PROFILE, provisioning }))).toEqual({
        kind: 'refused',
        refusal: { code },
        recorded: true,
      })
    await refused('only_invited', 'login_user_not_invited')
    await refused('only_linked', 'login_user_not_linked')
    expect(await change(gate, 'SELECT 1 FROM users')).toEqual([])
  })

  it('an address that differs from a known one in case alone is named before that (R47)', async () => {
    const gate = await gateWithConnector('case-first')
    await userAfter(gate, { profile: { ...PROFILE, email: 'ren\u00e9@example.org' } })
    const profile = { ...PROFILE, email: 'REN\u00c9@example.org' }
    const login = { identity: another('eve'), profile, provisioning: 'only_invited' } as const
    expect(await gate.admit(admissionOf(login))).toMatchObject({
      refusal: { code: 'login_email_case_differs' },
    })
  })

  it('a known person comes in, and is refused without a link where that is asked for', async () => {
    const gate = await gateWithConnector('known')
    const { id } = await userAfter(gate, {})
    for (const provisioning of ['only_invited', 'only_linked'] as const)
      expect((await userAfter(gate, { provisioning })).id).toBe(id)
    await change(gate, 'DELETE FROM links')
    expect((await userAfter(gate, { provisioning: 'only_invited' })).id).toBe(id)
    expect(
      await gate.admit(admissionOf({ profile: PROFILE, provisioning: 'only_linked' })),
    ).toEqual({ kind: 'refused', refusal: { code: 'login_user_not_linked' }, recorded: true })
  })

  it.each([
    ['invited', true],
    ['active', true],
    ['inactive', false],
  ] as const)(
    'a user who is %s and linked by hand is who comes first with the address: %s',
    async (status, theirs) => {
      const gate = await gateWithConnector(`linked-${status}`)
      await runSql(gate, (sql) => {
        sql.exec(
          `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         VALUES (?, 'usr_linked', ?, ?, 1, 1)`,
          TENANT,
          JSON.stringify(PROFILE),
          status,
        )
        sql.exec("INSERT INTO user_emails VALUES (?, ?, 'usr_linked')", TENANT, EMAIL)
      })
      const taken = { kind: 'refused', refusal: { code: 'login_email_taken' }, recorded: true }
      const login = (value: string) =>
        gate.admit(admissionOf({ profile: PROFILE, identity: another(value) }))
      expect(await login('ada')).toEqual(taken)
      await change(gate, "INSERT INTO links VALUES (?, 'usr_linked', 'con_one')", TENANT)
      const admission = await login('ada')
      if (theirs)
        expect(opened(admission).user).toMatchObject({ id: 'usr_linked', status: 'active' })
      else expect(admission).toEqual(taken)
      // Once: the next with the address is somebody else.
      expect(await login('eve')).toEqual(taken)
    },
  )
})
