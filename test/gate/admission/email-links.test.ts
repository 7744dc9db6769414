import { describe, expect, it } from 'vitest'
import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import type { Admission, AdmissionRequest } from '../../../src/login/ports.ts'
import type { TenantId, UserId } from '../../../src/tenants/ids.ts'
import {
  admissionOf,
  configuration,
  gateWithConnector,
  runSql,
  TENANT,
  VERSION,
} from '../../support/gate.ts'

type Gate = DurableObjectStub<TenantGate>

const CHILD: TenantId = 'ten_child'
const ADDRESS = 'ada@example.org'

const outcome = (admission: Admission) =>
  admission.kind === 'refused' ? admission.refusal.code : admission.kind
const userOf = (admission: Admission): UserId => {
  if (admission.kind !== 'admitted') throw new Error(JSON.stringify(admission))
  return admission.open.user.id
}
const identity = (value: string) => ({
  idpEntityID: 'https://idp.example',
  source: 'name_id:x',
  value,
})
const withEmail = (email: string) => ({ email, roles: [], groups: [] })

/** A login at the connector that joins people by e-mail address, of somebody it has never seen. */
const joining = (change: Partial<AdmissionRequest> = {}): AdmissionRequest =>
  admissionOf({
    linkByEmail: true,
    identity: identity('ada-here'),
    profile: withEmail(ADDRESS),
    ...change,
  })

/** The domain is the tenant's, as the command says that proves it. */
const own = (gate: Gate, domain: string, tenantId: TenantId = TENANT) =>
  runSql(gate, (sql) =>
    sql.exec('INSERT INTO verified_domains VALUES (?, ?)', tenantId, domain).toArray(),
  )
const change = (gate: Gate, statement: string) =>
  runSql(gate, (sql) => sql.exec(statement).toArray())

/** A gate with a child tenant and a second connector, by which Ada has come in before. */
async function gateWithAda(name: string, email = ADDRESS): Promise<{ gate: Gate; ada: UserId }> {
  const gate = await gateWithConnector(name)
  await runSql(gate, (sql) => {
    sql.exec(
      `INSERT INTO tenants (tenant_id, name, parent_id, jurisdiction, created_at) VALUES
         ('${CHILD}', 'Child', '${TENANT}', 'none', 0), ('ten_other', 'Other', NULL, 'none', 0)`,
    )
    sql.exec(
      `INSERT INTO connectors (tenant_id, connector_id, sso_id, enabled, version, trust_revision, configuration)
       VALUES (?, 'con_two', 'sso_two', 1, ?, 1, ?)`,
      TENANT,
      VERSION,
      JSON.stringify(configuration()),
    )
  })
  const elsewhere = { ssoId: 'sso_two', connectorId: 'con_two' } as const
  const ada = await gate.admit(
    admissionOf({ ...elsewhere, identity: identity('ada-there'), profile: withEmail(email) }),
  )
  return { gate, ada: userOf(ada) }
}

describe('an account with the e-mail address of a login (R52)', () => {
  it('is the person’s, where the connector joins by e-mail and the domain is the tenant’s own', async () => {
    const { gate, ada } = await gateWithAda('joined')
    await own(gate, 'example.org')
    const request = joining({ profile: withEmail('Ada@Example.org') })
    expect(userOf(await gate.admit(request))).toBe(ada)
    const event = await gate.findEvent(TENANT, request.event.id)
    expect(event).toMatchObject({ type: 'login.admitted', data: { joined_by_email: true } })
    // From then on by the identity, whatever becomes of the domain and of the switch.
    await change(gate, 'DELETE FROM verified_domains')
    const { linkByEmail: _, ...later } = joining()
    expect(userOf(await gate.admit(later))).toBe(ada)
  })

  it('is not, where the connector does not say so', async () => {
    const { gate } = await gateWithAda('unwanted')
    await own(gate, 'example.org')
    const { linkByEmail: _, ...request } = joining()
    expect(outcome(await gate.admit(request))).toBe('login_email_taken')
  })

  it('is not, where the domain is not verified: that is what has to be mended', async () => {
    const { gate } = await gateWithAda('unverified')
    expect(await gate.admit(joining())).toEqual({
      kind: 'refused',
      refusal: { code: 'login_email_domain_unverified' },
      recorded: true,
    })
  })

  it.each([
    ['a domain above it', 'ada@mail.example.org', 'example.org'],
    ['a domain below it', 'ada@example.org', 'mail.example.org'],
    ['a domain that ends alike', 'ada@evilexample.org', 'example.org'],
    ['a domain that only looks alike', 'ada@ехample.org', 'example.org'],
    ['what is before the last @', '"ada@example.org"@evil.example', 'example.org'],
    ['what is behind the last @', 'ada@evil.example@example.org', 'example.org'],
    ['an address without a domain', 'example.org', 'example.org'],
  ])('is not by %s', async (name, email, domain) => {
    const { gate } = await gateWithAda(`other-${name}`, email)
    await own(gate, domain)
    const admission = await gate.admit(joining({ profile: withEmail(email) }))
    expect(outcome(admission)).toBe('login_email_domain_unverified')
  })

  it('is the person’s by a domain in other letters, however it is written', async () => {
    const { gate, ada } = await gateWithAda('idn', 'ada@münchen.example')
    await own(gate, 'xn--mnchen-3ya.example')
    const request = joining({ profile: withEmail('ada@MÜNCHEN.example') })
    expect(userOf(await gate.admit(request))).toBe(ada)
  })

  it('is not by a domain of another root tenant', async () => {
    const { gate } = await gateWithAda('foreign-domain')
    await own(gate, 'example.org', 'ten_other')
    expect(outcome(await gate.admit(joining()))).toBe('login_email_domain_unverified')
  })

  it('is the person’s in a child tenant too, by the domain of its parent', async () => {
    const { gate } = await gateWithAda('child')
    await own(gate, 'example.org')
    await change(
      gate,
      `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         VALUES ('${CHILD}', 'usr_child', '{"email":"${ADDRESS}","roles":[],"groups":[]}', 'active', 0, 0)`,
    )
    await change(gate, `INSERT INTO user_emails VALUES ('${CHILD}', '${ADDRESS}', 'usr_child')`)
    expect(userOf(await gate.admit(joining({ entersTenantId: CHILD })))).toBe('usr_child')
  })

  it('is one person’s only: whoever comes second with the address is somebody else', async () => {
    const { gate, ada } = await gateWithAda('second')
    await own(gate, 'example.org')
    expect(userOf(await gate.admit(joining()))).toBe(ada)
    const second = joining({ identity: identity('eve-here') })
    expect(outcome(await gate.admit(second))).toBe('login_email_taken')
    // Neither under another IdP: that is a re-link, which an administrator confirms.
    const elsewhere = { ...identity('ada-here'), idpEntityID: 'https://new.example' }
    expect(outcome(await gate.admit(joining({ identity: elsewhere })))).toBe('login_email_taken')
  })

  it('is not by a connector that is no production one', async () => {
    const { gate } = await gateWithAda('environment')
    await own(gate, 'example.org')
    const request = joining({ environment: 'non_production' })
    expect(outcome(await gate.admit(request))).toBe('login_email_taken')
  })

  it('is not, where a connector that is no production one has brought it in', async () => {
    const { gate, ada } = await gateWithAda('trial')
    await own(gate, 'example.org')
    const set = `UPDATE connectors SET configuration = json_set(configuration, '$.ssoKey.environment', 'non_production')`
    await change(gate, `${set} WHERE connector_id = 'con_two'`)
    expect(outcome(await gate.admit(joining()))).toBe('login_email_taken')
    // It can no longer say who somebody is.
    await change(gate, `DELETE FROM connectors WHERE connector_id = 'con_two'`)
    expect(userOf(await gate.admit(joining()))).toBe(ada)
  })

  it('is not, once it was deactivated', async () => {
    const { gate } = await gateWithAda('inactive')
    await own(gate, 'example.org')
    await change(gate, `UPDATE users SET status = 'inactive'`)
    expect(outcome(await gate.admit(joining()))).toBe('login_email_taken')
  })

  it('is the person’s, if it was invited for another connector', async () => {
    const { gate, ada } = await gateWithAda('invited')
    await own(gate, 'example.org')
    await change(gate, `UPDATE users SET status = 'invited'`)
    expect(userOf(await gate.admit(joining()))).toBe(ada)
  })

  it('does not come in where only linked people may', async () => {
    const { gate, ada } = await gateWithAda('only-linked')
    await own(gate, 'example.org')
    const request = () => joining({ provisioning: 'only_linked' })
    expect(outcome(await gate.admit(request()))).toBe('login_user_not_linked')
    await change(gate, `INSERT INTO links VALUES ('${TENANT}', '${ada}', 'con_one')`)
    expect(userOf(await gate.admit(request()))).toBe(ada)
  })

  it('is a new person’s, if nobody has it', async () => {
    const { gate, ada } = await gateWithAda('nobody')
    await own(gate, 'example.org')
    const request = joining({ profile: withEmail('new@example.org') })
    expect(userOf(await gate.admit(request))).not.toBe(ada)
  })
})
