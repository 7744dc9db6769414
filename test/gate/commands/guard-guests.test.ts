// What guests of set-up links may have done, asked of the gate itself: whatever the API let through
// a moment ago, the link decides in the turn in which it would happen.

import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import {
  COMMANDS,
  type CommandKind,
  type CommandOf,
} from '../../../src/tenants/commands/commands.ts'
import type { SetupLinkId } from '../../../src/tenants/ids.ts'
import { GUEST_COMMANDS } from '../../../src/tenants/setup-links/guest-rights.ts'
import { SETUP_TASKS } from '../../../src/tenants/setup-links/setup-link.ts'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { accept, certificate, createTenant, idpInput, issueKey, join, run } from './commands.ts'

const DAYS = { daysToFirstUse: 14, mayActivate: false } as const

async function makeLink(tenant: Tenant, members: object = {}) {
  const input = { tasks: ['sso'], ...DAYS, ...members } as const
  const link = await accept(tenant, { kind: 'create_setup_link', tenantId: tenant.id, input })
  await asGuest(tenant, link.id, {
    kind: 'open_setup_link',
    tenantId: tenant.id,
    setupLinkId: link.id,
  })
  return link
}

const asGuest = <K extends CommandKind>(tenant: Tenant, id: SetupLinkId, command: CommandOf<K>) =>
  run(tenant, command, { origin: { actor: { type: 'setup_link', id }, requestId: 'req_test' } })

const issue = (tenant: Tenant, name = 'by guest') =>
  ({
    kind: 'issue_sso_key',
    tenantId: tenant.id,
    name,
    environment: 'production',
    origin: 'http://localhost:8787',
  }) as const

const refusalOf = (answer: { ok: boolean; refusal?: { code: string } }) => answer.refusal?.code

describe('a guest’s command', () => {
  it('is carried out while the link is open', async () => {
    const tenant = await createTenant()
    const { id } = await makeLink(tenant)
    expect((await asGuest(tenant, id, issue(tenant))).ok).toBe(true)
  })

  it('is refused once the link was revoked or is done, or never was', async () => {
    const tenant = await createTenant()
    const [revoked, done] = [await makeLink(tenant), await makeLink(tenant)]
    const of = (setupLinkId: SetupLinkId) => ({ tenantId: tenant.id, setupLinkId })
    await accept(tenant, { kind: 'revoke_setup_link', ...of(revoked.id) })
    await accept(tenant, { kind: 'complete_setup_link', ...of(done.id) })
    for (const [id, code] of [
      [revoked.id, 'setup_link_revoked'],
      [done.id, 'setup_link_done'],
      [`lnk_${'0'.repeat(24)}`, 'setup_link_unknown'],
    ] as const) {
      expect(refusalOf(await asGuest(tenant, id, issue(tenant)))).toBe(code)
    }
  })

  it('is refused on another tenant of the same gate', async () => {
    const tenant = await createTenant()
    const child = await createTenant({ parentId: tenant.id })
    const { id } = await makeLink(tenant)
    expect(refusalOf(await asGuest(child, id, issue(child)))).toBe('setup_link_unknown')
  })

  it('is refused where no task of the link opens it, and closed where none does', async () => {
    const tenant = await createTenant()
    const all = await makeLink(tenant, { tasks: SETUP_TASKS, mayActivate: true })
    const domain = await makeLink(tenant, { tasks: ['domain'] })
    expect(refusalOf(await asGuest(tenant, domain.id, issue(tenant)))).toBe(
      'setup_link_task_missing',
    )
    const closed = Object.keys(COMMANDS).filter((kind) => !(kind in GUEST_COMMANDS))
    expect(closed).toEqual(
      expect.arrayContaining(['create_setup_link', 'delete_connector', 'set_connector_enabled']),
    )
    for (const kind of closed) {
      // The gate looks at the kind before anything else of it.
      const command = { kind, tenantId: tenant.id } as unknown as CommandOf<'update_tenant'>
      expect(refusalOf(await asGuest(tenant, all.id, command)), kind).toBe(
        'setup_link_task_missing',
      )
    }
  })

  it('activates nothing without the right, and decides on no way in with it', async () => {
    const { tenant, connector } = await join(idpInput([await certificate('one')]))
    const [plain, activating] = [
      await makeLink(tenant),
      await makeLink(tenant, { mayActivate: true }),
    ]
    const activate = {
      kind: 'activate_version',
      tenantId: tenant.id,
      connectorId: connector.id,
      version: connector.latestVersion,
    } as const
    const codes = [
      await asGuest(tenant, plain.id, activate),
      await asGuest(tenant, activating.id, activate),
      await asGuest(tenant, activating.id, { ...activate, turnOffEnforcement: true }),
      await asGuest(tenant, activating.id, { ...activate, evenLastAdmin: true }),
    ].map(refusalOf)
    expect(codes).toEqual([
      'setup_link_activation_missing',
      'version_not_tested',
      'setup_link_task_missing',
      'setup_link_task_missing',
    ])
  })

  it('of a bound link changes its connector and no other', async () => {
    const { tenant, connector } = await join(idpInput([await certificate('one')]))
    await issueKey(tenant, 'another')
    const mine = await makeLink(tenant, { connectorId: connector.id })
    const test = { kind: 'start_test', tenantId: tenant.id, connectorId: connector.id } as const
    expect((await asGuest(tenant, mine.id, test)).ok).toBe(true)
    const other = { ...test, connectorId: `con_${'0'.repeat(24)}` } as const
    const idp = `idp_${'0'.repeat(24)}` as const
    const codes = [
      await asGuest(tenant, mine.id, other),
      await asGuest(tenant, mine.id, issue(tenant)),
      await asGuest(tenant, mine.id, {
        kind: 'update_connector',
        tenantId: tenant.id,
        connectorId: connector.id,
        change: { externalIdpId: idp },
      }),
      await asGuest(tenant, mine.id, {
        kind: 'update_external_idp',
        tenantId: tenant.id,
        externalIdpId: idp,
        input: { name: 'Mine' },
      }),
      await asGuest(tenant, mine.id, {
        kind: 'open_response',
        tenantId: tenant.id,
        eventId: `evt_${'0'.repeat(24)}`,
      }),
    ].map(refusalOf)
    expect(codes).toEqual([
      'connector_unknown',
      'setup_link_task_missing',
      'external_idp_unknown',
      'external_idp_unknown',
      'event_response_unknown',
    ])
  })
})

describe('a set-up link in the gate', () => {
  it('is revoked while D1 is out of reach, and its guests are out', async () => {
    const tenant = await createTenant()
    const { id } = await makeLink(tenant)
    const down = () => {
      throw new Error('out of reach')
    }
    for (const call of ['batch', 'prepare'] as const)
      vi.spyOn(Object.getPrototypeOf(env.DB), call).mockImplementation(down)
    const revoke = { kind: 'revoke_setup_link', tenantId: tenant.id, setupLinkId: id } as const
    await accept(tenant, revoke)
    vi.restoreAllMocks()
    expect(refusalOf(await asGuest(tenant, id, issue(tenant)))).toBe('setup_link_revoked')
  })

  it('is revoked once: again changes nothing', async () => {
    const tenant = await createTenant()
    const { id } = await makeLink(tenant)
    const revoke = { kind: 'revoke_setup_link', tenantId: tenant.id, setupLinkId: id } as const
    expect(await accept(tenant, revoke)).toEqual(await accept(tenant, revoke))
  })

  it('goes with its tenant', async () => {
    const tenant = await createTenant()
    await makeLink(tenant)
    await accept(tenant, { kind: 'delete_tenant', tenantId: tenant.id, confirm: tenant.name })
    const { results } = await env.DB.prepare('SELECT * FROM setup_links WHERE tenant_id = ?')
      .bind(tenant.id)
      .all()
    expect(results).toEqual([])
  })
})
