import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { Admission, AdmissionRequest } from '../../../src/login/ports.ts'
import { listRelinkCandidates } from '../../../src/storage/gate/relink-candidates.ts'
import { purgeLogins } from '../../../src/storage/gate/sessions.ts'
import type { TenantGate } from '../../../src/storage/gate/tenant-gate.ts'
import type { CommandKind, CommandOf } from '../../../src/tenants/commands.ts'
import type { UserId } from '../../../src/tenants/ids.ts'
import { RELINK_LIFETIME } from '../../../src/tenants/relink.ts'
import { admissionOf, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'
import { ENVELOPE } from '../commands.ts'

type Gate = DurableObjectStub<TenantGate>

const CONNECTOR = 'con_one'
const NEW = { idpEntityID: 'https://idp.example', source: 'name_id:x' }
const OLD = { idpEntityID: 'https://old.example', source: 'name_id:x' }

/** A login of the IdP that governs. */
const ofNew = (value: string, change: Partial<AdmissionRequest> = {}) =>
  admissionOf({ identity: { ...NEW, value }, ...change })

/** A gate whose user Ada has an identity of another IdP only. */
async function gateAfterChange(name: string): Promise<{ gate: Gate; ada: UserId }> {
  const gate = await gateWithConnector(name)
  const first = await gate.admit(admissionOf({ identity: { ...OLD, value: 'ada' } }))
  if (first.kind !== 'admitted') throw new Error('not admitted')
  return { gate, ada: first.open.user.id }
}

const run = <K extends CommandKind>(gate: Gate, command: CommandOf<K>) =>
  gate.run(command as never, ENVELOPE) as Promise<unknown>
const at = { tenantId: TENANT, connectorId: CONNECTOR } as const
const confirm = (gate: Gate, userId: UserId) => run(gate, { kind: 'confirm_relink', ...at, userId })
const candidates = (gate: Gate) =>
  runSql(gate, (sql) => listRelinkCandidates(sql, at, { limit: 10 })?.items)
const identities = (gate: Gate) =>
  runSql(gate, (sql) => sql.exec('SELECT idp_entity_id, value, user_id FROM identities').toArray())
const outcome = (admission: Admission) =>
  admission.kind === 'refused' ? admission.refusal.code : admission.kind
const REFUSED = 'login_email_taken'

describe('a user with but old identities', () => {
  it('is a candidate, with the login that was refused, and nothing counts before it is confirmed (R52)', async () => {
    const { gate, ada } = await gateAfterChange('unconfirmed')
    const known = { userId: ada, email: 'ada@example.org', old: [OLD] }
    expect(await candidates(gate)).toEqual([known])
    const attempt = ofNew('ada-new')
    for (const login of [attempt, ofNew('ada-new')])
      expect(outcome(await gate.admit(login))).toBe(REFUSED)
    expect(await candidates(gate)).toMatchObject([
      { ...known, attempt: { ...NEW, disputed: false } },
    ])
    expect(JSON.stringify(await candidates(gate))).not.toContain('ada-new')
  })

  it('is listed after a thousand others on the page after theirs', async () => {
    const { gate, ada } = await gateAfterChange('many')
    const page = (after = '') =>
      runSql(gate, (sql) => listRelinkCandidates(sql, at, { limit: 10, after }))
    await runSql(gate, (sql) =>
      sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
         INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         SELECT ?, printf('usr_!%04d', i), '{}', 'active', 0, 0 FROM n`,
        TENANT,
      ),
    )
    expect(await page()).toEqual({ items: [], next: 'usr_!1000' })
    expect(await page('usr_!1000')).toMatchObject({ items: [{ userId: ada }] })
  })

  it('is the next who comes with the e-mail address, once it is confirmed, and has the new identity alone', async () => {
    const { gate, ada } = await gateAfterChange('confirmed')
    await gate.admit(ofNew('ada-new'))
    expect(await confirm(gate, ada)).toMatchObject({ ok: true })
    const login = ofNew('ada-new')
    expect(await gate.admit(login)).toMatchObject({ open: { user: { id: ada } } })
    expect(await gate.findEvent(TENANT, login.event.id)).toMatchObject({
      userId: ada,
      data: { relinked: true },
    })
    expect(await identities(gate)).toEqual([
      { idp_entity_id: NEW.idpEntityID, value: 'ada-new', user_id: ada },
    ])
    expect(await candidates(gate)).toEqual([])
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe('admitted')
  })

  it('is nobody a second time: another identity with the address is refused (R52)', async () => {
    const { gate, ada } = await gateAfterChange('second')
    await confirm(gate, ada)
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe('admitted')
    expect(outcome(await gate.admit(ofNew('mallory')))).toBe(REFUSED)
    expect(await candidates(gate)).toEqual([])
    expect(await confirm(gate, ada)).toEqual({ ok: false, refusal: { code: 'relink_unknown' } })
  })

  it('is only the one who was seen, and nobody while two claim the address (R52)', async () => {
    const { gate, ada } = await gateAfterChange('disputed')
    await gate.admit(ofNew('ada-new'))
    await confirm(gate, ada)
    expect(outcome(await gate.admit(ofNew('mallory')))).toBe(REFUSED)
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe(REFUSED)
    expect(await candidates(gate)).toMatchObject([{ attempt: { disputed: true } }])
    expect(await confirm(gate, ada)).toEqual({ ok: false, refusal: { code: 'relink_disputed' } })
    const all = { kind: 'confirm_relinks', ...at } as const
    expect(await run(gate, all)).toEqual({ ok: false, refusal: { code: 'relink_unknown' } })

    await run(gate, { kind: 'forget_relink', ...at, userId: ada })
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe(REFUSED)
    await confirm(gate, ada)
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe('admitted')
  })

  it.each([
    [
      'another connector',
      async (gate: Gate) =>
        runSql(gate, (sql) => {
          sql.exec(`UPDATE relinks SET connector_id = 'con_two'`)
        }),
    ],
    [
      'another IdP',
      async (gate: Gate) =>
        runSql(gate, (sql) => {
          sql.exec(`UPDATE relinks SET idp_entity_id = 'https://third.example'`)
        }),
    ],
    [
      'another identity source',
      async (gate: Gate) =>
        runSql(gate, (sql) => {
          sql.exec(`UPDATE relinks SET identity_kind = 'attribute:uid'`)
        }),
    ],
  ])('is nobody by a confirmation for %s', async (what, change) => {
    const { gate, ada } = await gateAfterChange(`for ${what}`)
    await confirm(gate, ada)
    await change(gate)
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe(REFUSED)
  })

  it('is nobody after seven days, and then nothing of it is left', async () => {
    const { gate, ada } = await gateAfterChange('expired')
    await confirm(gate, ada)
    const late = Date.now() + RELINK_LIFETIME + 1_000
    expect(outcome(await gate.admit(ofNew('ada-new', { now: late })))).toBe(REFUSED)
    const left = await runInDurableObject(gate, (_, { storage: { sql } }) => {
      purgeLogins(sql, late + 31 * 86_400_000)
      return sql
        .exec('SELECT user_id FROM relinks UNION SELECT user_id FROM relink_attempts')
        .toArray()
    })
    expect(left).toEqual([])
  })

  it('is nobody while deactivated', async () => {
    const { gate, ada } = await gateAfterChange('inactive')
    await confirm(gate, ada)
    await runSql(gate, (sql) => {
      sql.exec(`UPDATE users SET status = 'inactive'`)
    })
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe(REFUSED)
    expect(await candidates(gate)).toEqual([])
  })

  it('is one of all who are confirmed at once, each by an address of their own', async () => {
    const { gate, ada } = await gateAfterChange('all')
    const eve = { email: 'eve@example.org', roles: [], groups: [] }
    await gate.admit(admissionOf({ identity: { ...OLD, value: 'eve' }, profile: eve }))
    const current = { email: 'max@example.org', roles: [], groups: [] }
    await gate.admit(ofNew('max', { profile: current }))
    expect(await run(gate, { kind: 'confirm_relinks', ...at })).toMatchObject({
      ok: true,
      value: { candidates: 2 },
    })
    expect(await gate.admit(ofNew('ada-new'))).toMatchObject({ open: { user: { id: ada } } })
    expect(outcome(await gate.admit(ofNew('eve-new', { profile: eve })))).toBe('admitted')
    // Who has an identity of the IdP that governs is no candidate, whoever comes with the address.
    expect(outcome(await gate.admit(ofNew('mallory', { profile: current })))).toBe(REFUSED)
  })

  it('of a connector that lets only known people in is re-linked all the same', async () => {
    const { gate, ada } = await gateAfterChange('only-linked')
    const linked = { provisioning: 'only_linked' } as const
    expect(outcome(await gate.admit(ofNew('ada-new', linked)))).toBe('login_user_not_linked')
    expect(await candidates(gate)).toMatchObject([{ attempt: NEW }])
    await confirm(gate, ada)
    expect(await gate.admit(ofNew('ada-new', linked))).toMatchObject({ kind: 'admitted' })
  })
})
