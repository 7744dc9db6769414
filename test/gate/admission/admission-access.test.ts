import { describe, expect, it } from 'vitest'
import { othersGetIn } from '../../../src/gate/enforcement/admin-access.ts'
import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import type { Admission, AdmissionRequest } from '../../../src/login/ports.ts'
import type { TenantId } from '../../../src/tenants/ids.ts'
import { rolesOf } from '../../../src/tenants/user.ts'
import { admissionOf, countRows, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

const opened = (admission: Admission) => {
  if (admission.kind !== 'admitted') throw new Error(`not admitted: ${JSON.stringify(admission)}`)
  return admission.open
}
const withRoles = (roles: readonly string[], change: Partial<AdmissionRequest> = {}) =>
  admissionOf({ profile: { email: 'ada@example.org', roles, groups: [] }, ...change })
const rolesAfter = async (gate: DurableObjectStub<TenantGate>, request: AdmissionRequest) =>
  opened(await gate.admit(request)).user.roles
const another = (value: string, roles: readonly string[]) =>
  admissionOf({
    identity: { idpEntityID: 'https://idp.example', source: 'name_id:x', value },
    profile: { email: `${value}@example.org`, roles, groups: [] },
  })

describe('the roles of a person', () => {
  it('follow the IdP, removals included', async () => {
    const gate = await gateWithConnector('roles-replace')
    await gate.admit(withRoles(['manager']))
    expect(await rolesAfter(gate, withRoles(['representative']))).toEqual(['representative'])
  })

  it('only grow where the connector adds', async () => {
    const gate = await gateWithConnector('roles-add')
    await gate.admit(withRoles(['manager']))
    expect(await rolesAfter(gate, withRoles(['desk'], { addsRoles: true }))).toEqual([
      'manager',
      'desk',
    ])
  })

  it('that were given by hand stay, whatever the IdP says', async () => {
    const gate = await gateWithConnector('roles-given')
    await gate.admit(withRoles(['manager']))
    const given = JSON.stringify(rolesOf(['manager'], ['auditor']))
    await runSql(gate, (sql) =>
      sql.exec('UPDATE users SET profile = json_patch(profile, ?)', given).toArray(),
    )
    expect(await rolesAfter(gate, withRoles(['desk']))).toEqual(['desk', 'auditor'])
    expect(await rolesAfter(gate, withRoles([]))).toEqual(['auditor'])
    const { user } = opened(await gate.admit(withRoles(['night'], { addsRoles: true })))
    expect(user).toMatchObject({ roles: ['night', 'auditor'], syncedRoles: ['night'] })
  })

  it('keep no admin of the IdP for a last administrator to whom it was given by hand', async () => {
    const gate = await gateWithConnector('given-admin')
    await gate.admit(withRoles(['admin']))
    const given = JSON.stringify(rolesOf(['admin'], ['admin']))
    await runSql(gate, (sql) =>
      sql.exec('UPDATE users SET profile = json_patch(profile, ?)', given).toArray(),
    )
    const { user } = opened(await gate.admit(withRoles(['desk'])))
    expect(user).toMatchObject({ roles: ['desk', 'admin'], syncedRoles: ['desk'] })
  })

  it('keep admin for the last administrator of the tenant, and for no other', async () => {
    const gate = await gateWithConnector('last-admin')
    await gate.admit(withRoles(['admin']))
    expect(await rolesAfter(gate, withRoles(['desk']))).toEqual(['desk', 'admin'])
    await gate.admit(another('eve', ['admin']))
    expect(await rolesAfter(gate, withRoles(['desk']))).toEqual(['desk'])
    expect(await rolesAfter(gate, another('eve', []))).toEqual(['admin'])
  })

  it('are asked of administrators alone, however many people there are', async () => {
    const gate = await gateWithConnector('many-people')
    const { id: administrator } = opened(await gate.admit(withRoles(['admin']))).user
    const read = await runSql(gate, (sql) => {
      sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
         INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         SELECT ?, 'usr_' || i, '{"roles":["desk"],"groups":[]}', 'active', 0, 0 FROM n`,
        TENANT,
      )
      const { rows, ...counted } = countRows(sql)
      expect(othersGetIn(counted.sql, TENANT, 'usr_1')).toBe(true)
      expect(othersGetIn(counted.sql, TENANT, administrator)).toBe(false)
      return rows.read
    })
    expect(read).toBeLessThan(20)
  })

  it('do not count an administrator who was deactivated', async () => {
    const gate = await gateWithConnector('inactive-admin')
    const eve = opened(await gate.admit(another('eve', ['admin']))).user
    await gate.admit(withRoles(['admin']))
    await runSql(gate, (sql) =>
      sql.exec(`UPDATE users SET status = 'inactive' WHERE user_id = ?`, eve.id).toArray(),
    )
    expect(await rolesAfter(gate, withRoles([]))).toEqual(['admin'])
  })
})

describe('the roles that a tenant declares', () => {
  const declare = (
    gate: DurableObjectStub<TenantGate>,
    roles: readonly string[],
    id: TenantId = TENANT,
  ) =>
    runSql(gate, (sql) => {
      sql.exec('UPDATE tenants SET roles = ? WHERE tenant_id = ?', JSON.stringify(roles), id)
    })

  it('are the only ones that a login gives, and admin; from the next login on', async () => {
    const gate = await gateWithConnector('declared')
    expect(await rolesAfter(gate, withRoles(['desk', 'root']))).toEqual(['desk', 'root'])
    await declare(gate, ['desk'])
    expect(await rolesAfter(gate, withRoles(['desk', 'root', 'Desk', 'admin']))).toEqual([
      'desk',
      'admin',
    ])
    expect(await rolesAfter(gate, another('eve', ['root']))).toEqual([])
    expect(await rolesAfter(gate, another('max', ['admin']))).toEqual(['admin'])
    expect(await rolesAfter(gate, withRoles(['root'], { addsRoles: true }))).toEqual([
      'desk',
      'admin',
    ])
  })

  it('decide who has none, by what the connector says of such people', async () => {
    const gate = await gateWithConnector('roleless')
    await declare(gate, ['desk', 'guest'])
    const deny = { roleless: { kind: 'deny', attribute: 'team' } } as const
    expect(await gate.admit(withRoles(['root'], deny))).toEqual({
      kind: 'refused',
      refusal: { code: 'login_role_unmatched', expected: 'team' },
      recorded: true,
    })
    expect(await rolesAfter(gate, withRoles(['desk', 'root'], deny))).toEqual(['desk'])
    const guest = { roleless: { kind: 'default', role: 'guest' } } as const
    expect(await rolesAfter(gate, withRoles(['root'], guest))).toEqual(['guest'])
    const gone = { roleless: { kind: 'default', role: 'gone' } } as const
    expect(await rolesAfter(gate, withRoles(['root'], gone))).toEqual([])
  })

  it('are those of the tenant that the login enters, else of its parent', async () => {
    const gate = await gateWithConnector('declared-child')
    await runSql(gate, (sql) => {
      sql.exec(
        `INSERT INTO tenants (tenant_id, name, parent_id, jurisdiction, created_at)
         VALUES ('ten_child', 'Child', ?, 'none', 0)`,
        TENANT,
      )
    })
    const child = { entersTenantId: 'ten_child' } as const
    await declare(gate, ['desk'])
    expect(await rolesAfter(gate, withRoles(['desk', 'root'], child))).toEqual(['desk'])
    await declare(gate, ['root'], 'ten_child')
    expect(await rolesAfter(gate, withRoles(['desk', 'root'], child))).toEqual(['root'])
  })
})

describe('an application', () => {
  it('is open to sessions of its own environment alone', async () => {
    const gate = await gateWithConnector('environments')
    await runSql(gate, (sql) =>
      sql
        .exec(
          `INSERT INTO granted_applications (tenant_id, application_id, name, landing_url, created_at, environment) VALUES
             ('${TENANT}', 'app_live', 'Live', 'https://live.example/', 0, 'production'),
             ('${TENANT}', 'app_trial', 'Trial', 'https://trial.example/', 0, 'non_production')`,
        )
        .toArray(),
    )
    for (const [environment, id] of [
      ['production', 'app_live'],
      ['non_production', 'app_trial'],
    ] as const) {
      const { session, applications } = opened(await gate.admit(admissionOf({ environment })))
      expect(applications.map((one) => one.id)).toEqual([id])
      const found = await gate.findSession(TENANT, session.sid)
      expect(found?.applications.map((one) => one.id)).toEqual([id])
    }
  })
})

describe('the tenant that a login enters (I5)', () => {
  const CHILD = 'ten_child'
  const gateWithChild = async (name: string) => {
    const gate = await gateWithConnector(name)
    await runSql(gate, (sql) =>
      sql
        .exec(
          `INSERT INTO tenants (tenant_id, name, parent_id, jurisdiction, created_at) VALUES
             ('${CHILD}', 'Child', '${TENANT}', 'none', 0), ('ten_other', 'Other', NULL, 'none', 0)`,
        )
        .toArray(),
    )
    return gate
  }

  it('has the person, the session, the event and its own applications', async () => {
    const gate = await gateWithChild('child')
    await runSql(gate, (sql) => {
      sql.exec(
        `INSERT INTO granted_applications (tenant_id, application_id, name, landing_url, created_at)
         VALUES ('${TENANT}', 'app_one', 'One', 'https://one.example/', 0)`,
      )
    })
    const request = admissionOf({ entersTenantId: CHILD })
    const { session, user, tenantName, applications } = opened(await gate.admit(request))
    expect([session.tenantId, user.tenantId, tenantName]).toEqual([CHILD, CHILD, 'Child'])
    expect(applications).toEqual([])
    expect(await gate.findSession(TENANT, session.sid)).toBeUndefined()
    expect(await gate.findSession(CHILD, session.sid)).toMatchObject({ user: { id: user.id } })
    expect(await gate.findEvent(CHILD, request.event.id)).toMatchObject({ tenantId: CHILD })
  })

  it('has another person than every other tenant', async () => {
    const gate = await gateWithChild('two-people')
    const own = opened(await gate.admit(admissionOf()))
    const child = opened(await gate.admit(admissionOf({ entersTenantId: CHILD })))
    expect(child.user.id).not.toBe(own.user.id)
    expect(child.user.email).toBe(own.user.email)
    const again = opened(await gate.admit(admissionOf({ entersTenantId: CHILD })))
    expect(again.user.id).toBe(child.user.id)
  })

  it('is the only one that a request opens, though rules change (I3)', async () => {
    const gate = await gateWithChild('once')
    const request = admissionOf({ entersTenantId: CHILD })
    const first = opened(await gate.admit(request))
    const { entersTenantId: _, ...elsewhere } = request
    const again = await gate.admit(elsewhere)
    expect(again).toMatchObject({ kind: 'admitted', repeated: true })
    expect(opened(again).session).toEqual(first.session)
    const stranger = await gate.admit({ ...elsewhere, browser: 'browser-two' })
    expect(stranger).toMatchObject({ kind: 'refused', refusal: { code: 'login_replayed' } })
  })

  it.each(['ten_other', 'ten_gone'] as const)(
    'is never %s: no child of the connector’s',
    async (id) => {
      const gate = await gateWithChild(`foreign-${id}`)
      const request = admissionOf({ entersTenantId: id })
      expect(await gate.admit(request)).toEqual({
        kind: 'refused',
        refusal: { code: 'login_tenant_gone', got: id },
        recorded: true,
      })
      // The refusal is told to the connector's tenant, which can mend it.
      expect(await gate.findEvent(id, request.event.id)).toBeUndefined()
      expect(await gate.findEvent(TENANT, request.event.id)).toMatchObject({ tenantId: TENANT })
    },
  )

  it('has no part in a login through a connector that is switched off', async () => {
    const gate = await gateWithChild('switched-off')
    await runSql(gate, (sql) => sql.exec('UPDATE connectors SET enabled = 0').toArray())
    const request = admissionOf({ entersTenantId: CHILD })
    expect(await gate.admit(request)).toEqual({
      kind: 'refused',
      refusal: { code: 'login_connector_disabled' },
      recorded: true,
    })
    expect(await gate.findEvent(CHILD, request.event.id)).toBeUndefined()
    expect(await gate.findEvent(TENANT, request.event.id)).toMatchObject({ tenantId: TENANT })
  })

  it('has the refusal of who is refused there, by name where the person is known', async () => {
    const gate = await gateWithChild('refused-child')
    const { user } = opened(await gate.admit(admissionOf({ entersTenantId: CHILD })))
    await runSql(gate, (sql) => sql.exec("UPDATE users SET status = 'inactive'").toArray())
    const request = admissionOf({ entersTenantId: CHILD })
    expect(await gate.admit(request)).toEqual({
      kind: 'refused',
      refusal: { code: 'login_user_inactive' },
      recorded: true,
    })
    expect(await gate.findEvent(TENANT, request.event.id)).toBeUndefined()
    expect(await gate.findEvent(CHILD, request.event.id)).toMatchObject({
      tenantId: CHILD,
      userId: user.id,
    })
  })
})
