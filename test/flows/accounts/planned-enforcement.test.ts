import { describe, expect, it } from 'vitest'
import { settle } from '../../support/password-stage.ts'
import { answerOf, DAY, enforcementScene } from './enforcement-scene.ts'

const scene = enforcementScene()
const { MEMBER, inGate, enforce, prepare, tryPassword, told } = scene

describe('a start at a date', () => {
  const startAt = (from: number) => ({ starts_at: new Date(Date.now() + from).toISOString() })
  const pass = (time: number) =>
    inGate((sql) =>
      sql.exec(
        `UPDATE sign_in_policies SET policy = json_set(policy,
           '$.enforcement.planned.startsAt', json_extract(policy, '$.enforcement.planned.startsAt') - ?1,
           '$.enforcement.planned.heardAt', json_extract(policy, '$.enforcement.planned.heardAt') - ?1)`,
        time,
      ),
    )
  const count = async (type: string) => {
    await settle(scene.stage)
    const { data } = await scene.stage.api('GET', `${scene.path}/events?type=${type}&limit=100`)
    return (data as object[]).length
  }

  it('is told at once, a week and a day before, and comes by itself', async () => {
    await prepare()
    const announced = await count('enforcement.announced')
    const started = await count('enforcement.started')
    expect(await enforce('everyone', startAt(10 * DAY))).toMatchObject({
      mode: 'off',
      planned: { mode: 'everyone' },
    })
    expect(await count('enforcement.announced')).toBe(announced + 1)
    // Administrators, and whoever will have to do without a password.
    const mails = [scene.admin, scene.member].map((id) => `enforcement_announced ${id}`)
    expect(await told('enforcement_announced')).toEqual(mails)
    await pass(3.5 * DAY)
    await settle(scene.stage)
    expect(await count('enforcement.announced')).toBe(announced + 2)
    await pass(6 * DAY)
    await settle(scene.stage)
    expect(await count('enforcement.announced')).toBe(announced + 3)
    expect(await tryPassword(MEMBER)).toBe('/session')
    await pass(DAY)
    await settle(scene.stage)
    expect(await scene.stage.api('GET', `${scene.path}/enforcement`)).toMatchObject({
      mode: 'everyone',
      planned: null,
    })
    expect(await count('enforcement.started')).toBe(started + 1)
    expect(await told('enforcement_started')).toEqual([`enforcement_started ${scene.admin}`])
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
  })

  it('does not come when what it takes is no longer so, and says why', async () => {
    await prepare()
    await enforce('members', startAt(DAY))
    await inGate((sql) => sql.exec('DELETE FROM admin_logins'))
    await pass(2 * DAY)
    await settle(scene.stage)
    expect(await scene.stage.api('GET', `${scene.path}/enforcement`)).toMatchObject({
      mode: 'off',
      planned: null,
    })
    await settle(scene.stage)
    const { data } = await scene.stage.api(
      'GET',
      `${scene.path}/events?type=enforcement.not_started`,
    )
    expect(data).toMatchObject([
      { data: { mode: 'members', blockers: ['enforcement_admin_login_missing'] } },
    ])
    expect(await tryPassword(MEMBER)).toBe('/session')
  })

  it('is shown until then, and can be called off', async () => {
    await prepare()
    const start = startAt(DAY)
    await enforce('members', start)
    expect(await scene.stage.api('GET', `${scene.path}/enforcement`)).toMatchObject({
      mode: 'off',
      planned: { mode: 'members', ...start },
    })
    expect(await enforce('off')).toMatchObject({ mode: 'off', planned: null })
  })
})

describe('a child tenant', () => {
  it('follows its root until it chooses, and must have a way in where it has passwords', async () => {
    await prepare()
    const child = await scene.stage.api('POST', '/tenants', {
      name: 'Child',
      parent_id: scene.stage.tenantId,
    })
    const own = `/tenants/${child.id}/enforcement`
    await enforce('members')
    expect(await scene.stage.api('GET', own)).toMatchObject({
      mode: 'members',
      inherited_from: scene.stage.tenantId,
    })
    // What the root has proven proves nothing for a child that goes by itself.
    expect(await answerOf(scene.stage.api('PUT', own, { mode: 'members' }))).toContain(
      'enforcement_admin_login_missing',
    )
    await enforce('off')
    await inGate((sql) =>
      sql.exec("INSERT INTO passwords VALUES (?, 'usr_c', 's', '{}', 'k', 1)", String(child.id)),
    )
    const refused = await answerOf(enforce('members'))
    expect(refused).toContain('"code":"enforcement_admin_login_missing"')
    // Which tenant of those below lacks it.
    expect(refused).toContain(`(${child.id})`)
    expect(await scene.stage.api('PUT', own, { mode: 'off' })).toMatchObject({
      inherited_from: null,
    })
    expect(await enforce('members')).toMatchObject({ mode: 'members' })
    expect(await scene.stage.api('GET', own)).toMatchObject({ mode: 'off' })
  })
})
