import { describe, expect, it } from 'vitest'
import { listRelinkCandidates } from '../../../src/gate/admission/relink-candidates.ts'
import { purgeLogins } from '../../../src/gate/queue/purge-logins.ts'
import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import type { Admission, AdmissionRequest } from '../../../src/login/ports.ts'
import type { CommandKind, CommandOf } from '../../../src/tenants/commands/commands.ts'
import { RELINK_LIFETIME } from '../../../src/tenants/connectors/relink.ts'
import type { UserId } from '../../../src/tenants/ids.ts'
import { admissionOf, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'
import { ENVELOPE } from '../commands/commands.ts'

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

  it.each([
    ['with another value', ofNew('mallory').identity],
    ['in another format', { ...NEW, source: 'name_id:y', value: 'mallory' }],
    ['in another format, of the same value', { ...NEW, source: 'name_id:y', value: 'ada-new' }],
  ])(
    'is nobody once an identity comes %s, until that is forgotten (R52)',
    async (how, identity) => {
      const { gate, ada } = await gateAfterChange(`disputed ${how}`)
      const other = () => ofNew('', { identity })
      await gate.admit(ofNew('ada-new'))
      await confirm(gate, ada)
      for (const login of [other(), ofNew('ada-new'), ofNew('ada-new'), other(), other()]) {
        expect(outcome(await gate.admit(login))).toBe(REFUSED)
        expect(await candidates(gate)).toMatchObject([{ attempt: { disputed: true } }])
      }
      expect(await confirm(gate, ada)).toEqual({ ok: false, refusal: { code: 'relink_disputed' } })
      const all = { kind: 'confirm_relinks', ...at } as const
      expect(await run(gate, all)).toEqual({ ok: false, refusal: { code: 'relink_unknown' } })

      await run(gate, { kind: 'forget_relink', ...at, userId: ada })
      expect(outcome(await gate.admit(ofNew('ada-new')))).toBe(REFUSED)
      await confirm(gate, ada)
      expect(outcome(await gate.admit(ofNew('ada-new')))).toBe('admitted')
    },
  )

  it('is the one whose login an administrator names, and nobody where another came after it (R52)', async () => {
    const { gate, ada } = await gateAfterChange('named')
    const [hers, his] = [ofNew('ada-new'), ofNew('mallory')]
    for (const login of [hers, his]) await gate.admit(login)
    const name = ({ event }: AdmissionRequest) =>
      run(gate, { kind: 'confirm_relink', ...at, userId: ada, eventId: event.id })
    expect(await name(hers)).toEqual({ ok: false, refusal: { code: 'relink_disputed' } })
    const again = ofNew('ada-new')
    await gate.admit(again)
    expect(await name(again)).toMatchObject({ ok: true, value: { attempt: { disputed: false } } })
    expect(outcome(await gate.admit(ofNew('mallory')))).toBe(REFUSED)
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe(REFUSED)
    const last = ofNew('ada-new')
    await gate.admit(last)
    await name(last)
    expect(await gate.admit(ofNew('ada-new'))).toMatchObject({ open: { user: { id: ada } } })
  })

  it('stays disputed however long it takes, and whatever comes under another IdP in between (R52)', async () => {
    const { gate } = await gateAfterChange('long')
    const another = {
      idpEntityID: 'https://another.example',
      source: 'name_id:x',
      value: 'mallory',
    }
    const ofAnother = () => admissionOf({ identity: another })
    for (const login of [ofAnother(), ofNew('ada-new'), ofAnother()]) await gate.admit(login)
    expect(await candidates(gate)).toMatchObject([{ attempt: { ...NEW, disputed: false } }])
    await runSql(gate, (sql) => purgeLogins(sql, Date.now() + 400 * 86_400_000))
    await gate.admit(ofNew('mallory'))
    expect(await candidates(gate)).toMatchObject([{ attempt: { ...NEW, disputed: true } }])
  })

  it('is disputed from the first where the user has an identity of the IdP in another format (R52)', async () => {
    const { gate, ada } = await gateAfterChange('format')
    await confirm(gate, ada)
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe('admitted')
    expect(await candidates(gate)).toEqual([])
    const login = ofNew('', { identity: { ...NEW, source: 'name_id:y', value: 'other' } })
    expect(outcome(await gate.admit(login))).toBe(REFUSED)
    expect(await candidates(gate)).toMatchObject([{ old: [NEW], attempt: { disputed: true } }])
    expect(await confirm(gate, ada)).toEqual({ ok: false, refusal: { code: 'relink_disputed' } })
    // As after a change of the format at the IdP.
    await run(gate, { kind: 'confirm_relink', ...at, userId: ada, eventId: login.event.id })
    const next = ofNew('', { identity: login.identity })
    expect(await gate.admit(next)).toMatchObject({ open: { user: { id: ada } } })
  })

  it('is disputed however many refusals there are in this minute (R52)', async () => {
    const { gate } = await gateAfterChange('flood')
    await gate.admit(ofNew('mallory'))
    for (let count = 0; count < 60; count++) await gate.admit(ofNew('mallory'))
    const unrecorded = await gate.admit(ofNew('ada-new'))
    expect(unrecorded).toMatchObject({ kind: 'refused', recorded: false })
    expect(await candidates(gate)).toMatchObject([{ attempt: { disputed: true } }])
  })

  it('shows the last attempt that was recorded, of those that say the same', async () => {
    const { gate } = await gateAfterChange('counted')
    let last = ofNew('ada-new')
    for (let next = last; ; next = ofNew('ada-new', { now: next.now + 1 })) {
      const admission = await gate.admit(next)
      if (admission.kind !== 'refused' || !admission.recorded) break
      last = next
    }
    const attempt = { eventId: last.event.id, at: last.now, disputed: false }
    expect(await candidates(gate)).toMatchObject([{ attempt }])
  })

  it('is no candidate by a login through a connector that is switched off', async () => {
    const { gate, ada } = await gateAfterChange('switched-off')
    await runSql(gate, (sql) => sql.exec('UPDATE connectors SET enabled = 0').toArray())
    expect(outcome(await gate.admit(ofNew('ada-new')))).toBe('login_connector_disabled')
    expect(await candidates(gate)).toEqual([{ userId: ada, email: 'ada@example.org', old: [OLD] }])
  })

  it('is no candidate by a login of somebody known who took the address', async () => {
    const { gate, ada } = await gateAfterChange('taken')
    const profile = { email: 'bob@example.org', roles: [], groups: [] }
    expect(outcome(await gate.admit(ofNew('bob', { profile })))).toBe('admitted')
    expect(outcome(await gate.admit(ofNew('bob')))).toBe(REFUSED)
    expect(await candidates(gate)).toEqual([{ userId: ada, email: 'ada@example.org', old: [OLD] }])
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

  it('is nobody after seven days, and then nothing of the confirmation is left', async () => {
    const { gate, ada } = await gateAfterChange('expired')
    const before = Date.now()
    await confirm(gate, ada)
    const [{ confirmedUntil = 0 } = {}] = (await candidates(gate)) ?? []
    expect(confirmedUntil).toBeGreaterThanOrEqual(before + RELINK_LIFETIME)
    expect(confirmedUntil).toBeLessThanOrEqual(Date.now() + RELINK_LIFETIME)
    const late = Date.now() + RELINK_LIFETIME + 1_000
    expect(outcome(await gate.admit(ofNew('ada-new', { now: late })))).toBe(REFUSED)
    const left = await runSql(gate, (sql) => {
      purgeLogins(sql, late)
      return sql.exec('SELECT user_id FROM relinks').toArray()
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

describe('a login that differs from a known user in case alone (R47)', () => {
  const ofCase = (value: string, change: Partial<AdmissionRequest> = {}) =>
    ofNew(value, { profile: { email: 'someone@example.org', roles: [], groups: [] }, ...change })

  async function gateWithDana(name: string): Promise<{ gate: Gate; dana: UserId }> {
    const gate = await gateWithConnector(name)
    const profile = { email: 'dana@example.org', roles: [], groups: [] }
    const first = await gate.admit(ofNew('Dana', { profile }))
    if (first.kind !== 'admitted') throw new Error('not admitted')
    return { gate, dana: first.open.user.id }
  }

  it('is nobody before an administrator confirms it, and then the user, once', async () => {
    const { gate, dana } = await gateWithDana('case-confirmed')
    expect(outcome(await gate.admit(ofCase('dana')))).toBe('login_identity_case_differs')
    const [candidate] = (await candidates(gate)) ?? []
    expect(candidate).toMatchObject({
      userId: dana,
      attempt: { ...NEW, disputed: false, differsInCase: 'identity' },
    })
    await confirm(gate, dana)
    const relinked = await gate.admit(ofCase('dana'))
    expect(relinked).toMatchObject({ kind: 'admitted', open: { user: { id: dana } } })
    expect(await identities(gate)).toEqual([
      { idp_entity_id: NEW.idpEntityID, value: 'dana', user_id: dana },
    ])
    expect(outcome(await gate.admit(ofCase('Dana')))).toBe('login_identity_case_differs')
    expect(outcome(await gate.admit(ofCase('dana')))).toBe('admitted')
  })

  it('is passed by where all candidates are confirmed at once', async () => {
    const { gate, dana } = await gateWithDana('case-bulk')
    await gate.admit(ofCase('dana'))
    expect(await run(gate, { kind: 'confirm_relinks', ...at })).toMatchObject({
      refusal: { code: 'relink_unknown' },
    })
    const old = { identity: { ...OLD, value: 'old' } }
    await gate.admit(
      admissionOf({ ...old, profile: { email: 'old@example.org', roles: [], groups: [] } }),
    )
    expect(await run(gate, { kind: 'confirm_relinks', ...at })).toMatchObject({
      value: { candidates: 1 },
    })
    expect(outcome(await gate.admit(ofCase('dana')))).toBe('login_identity_case_differs')
    await confirm(gate, dana)
    expect(outcome(await gate.admit(ofCase('DANA')))).toBe('login_identity_case_differs')
  })

  it('is joined by no invitation and no e-mail address', async () => {
    const { gate } = await gateWithDana('case-joined')
    const joining = ofCase('dana', {
      profile: { email: 'dana@example.org', roles: [], groups: [] },
      linkByEmail: true,
    })
    expect(outcome(await gate.admit(joining))).toBe('login_identity_case_differs')
  })

  it('says which letters count: not those that only become ASCII, and others in one case', async () => {
    const gate = await gateWithConnector('case-letters')
    const of = async (value: string) =>
      outcome(
        await gate.admit(
          ofNew(value, {
            profile: { email: `${value.length}@example.org`, roles: [], groups: [] },
          }),
        ),
      )
    expect(await of('\u00c9va M')).toBe('admitted')
    expect(await of('\u00e9va m')).toBe('login_identity_case_differs')
    expect(await of('mark')).toBe('admitted')
    const other = ofNew('mar\u212A', { profile: { email: 'k@example.org', roles: [], groups: [] } })
    expect(outcome(await gate.admit(other))).toBe('admitted')
  })

  it('is named where the e-mail address alone differs in case', async () => {
    const gate = await gateWithConnector('case-email')
    const of = (value: string, email: string) =>
      ofNew(value, { profile: { email, roles: [], groups: [] } })
    const first = await gate.admit(
      admissionOf({
        identity: { ...OLD, value: 'eva' },
        profile: { email: '\u00e9va@example.org', roles: [], groups: [] },
      }),
    )
    const other = of('eva-2', '\u00c9VA@example.org')
    expect(outcome(await gate.admit(other))).toBe('login_email_case_differs')
    const eva = first.kind === 'admitted' ? first.open.user.id : 'usr_nobody'
    expect(await candidates(gate)).toMatchObject([
      { userId: eva, attempt: { differsInCase: 'email' } },
    ])
    await confirm(gate, eva)
    expect(await gate.admit(other)).toMatchObject({ kind: 'admitted', open: { user: { id: eva } } })
  })
})
