// Opening a set-up link. Looking at it changes nothing; only the POST that a person's button sends
// makes their browser a guest. The token stands in the body alone, never in an address.

import { sha256Hex } from '../../../protocol/bytes/sha256.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { endOf, expiryOf, type SetupLink } from '../../../tenants/setup-links/setup-link.ts'
import { gateOf, type Tenant } from '../../../tenants/tenant.ts'
import { writeTime } from '../engine/members.ts'
import { type ApiDeps, type ApiRefusal, operation } from '../engine/operation.ts'
import { toApi } from '../engine/run-command.ts'
import * as examples from '../examples/example-resources.ts'
import { SETUP_LINK } from '../examples/example-setup-links.ts'
import { NO_SETUP_COOKIE, setupCookie } from '../guest-session.ts'
import { SetupDescriptionShape, SetupSessionShape, TokenShape } from './setup-link-shapes.ts'

const TAG = 'Set-up links'
const TOKEN = /^[A-Za-z0-9_-]{43}$/
const EXAMPLE = { token: 'q3Zr…' }

/** Looking at a link, opening it, leaving. */
export const setupSessionOperations = [
  operation({
    id: 'describeSetupLink',
    method: 'POST',
    path: '/setup-links:describe',
    tag: TAG,
    summary: 'Say what a set-up link is for, without opening it',
    access: 'anybody',
    readOnly: true,
    about: 'setup_link_unknown',
    body: TokenShape,
    status: 200,
    response: SetupDescriptionShape,
    example: {
      request: EXAMPLE,
      response: {
        tenant: { name: examples.tenant.name },
        tasks: ['sso'],
        state: 'unopened',
        may_activate: false,
        expires_at: examples.IN_A_YEAR,
      },
    },
    refusals: ['setup_link_unknown', 'setup_link_revoked', 'setup_link_expired', 'setup_link_done'],
    async run(deps, { body }) {
      const found = await findByToken(deps, body.token)
      if (!found.ok) return found
      const { tenant, link } = found.value
      return ok({
        tenant: { name: tenant.name },
        tasks: [...link.tasks],
        state: link.firstOpenedAt === undefined ? ('unopened' as const) : ('opened' as const),
        may_activate: link.mayActivate,
        expires_at: writeTime(expiryOf(link)),
      })
    },
  }),
  operation({
    id: 'beginSetupSession',
    method: 'POST',
    path: '/setup-sessions',
    tag: TAG,
    summary: 'Open a set-up link: this browser is a guest of the tenant for 12 hours',
    description:
      'A second time, and in another browser, it begins another session. The link decides with every request, so ending it ends them all.',
    access: 'anybody',
    about: 'setup_link_unknown',
    body: TokenShape,
    status: 200,
    response: SetupSessionShape,
    example: {
      request: EXAMPLE,
      response: {
        tenant: { id: examples.TENANT, name: examples.tenant.name },
        setup_link_id: SETUP_LINK,
        tasks: ['sso'],
        connector_id: null,
        may_activate: false,
        expires_at: examples.LATER,
      },
    },
    command: 'open_setup_link',
    async run(deps, { body }) {
      const found = await findByToken(deps, body.token)
      if (!found.ok) return found
      const { tenant, link } = found.value
      const { id: setupLinkId, tenantId } = link
      const gate = gateOf(tenant)
      const command = { kind: 'open_setup_link', tenantId, setupLinkId } as const
      const opened = toApi(await deps.commands.run(gate, command, asGuest(deps, link)))
      if (!opened.ok) return opened
      const { cookie, until } = await setupCookie(deps, gate, opened.value)
      const value = {
        tenant: { id: tenantId, name: tenant.name },
        setup_link_id: setupLinkId,
        tasks: [...link.tasks],
        connector_id: link.connectorId ?? null,
        may_activate: link.mayActivate,
        expires_at: writeTime(Math.min(until, expiryOf(opened.value))),
      }
      return { ok: true, value, cookie }
    },
  }),
  operation({
    id: 'endSetupSession',
    method: 'DELETE',
    path: '/setup-sessions',
    tag: TAG,
    summary: 'Leave: this browser is no guest any more; the link can be opened again',
    access: 'anybody',
    status: 204,
    run: async () => ({ ok: true, value: undefined, cookie: NO_SETUP_COOKIE }),
  }),
]

interface Found {
  readonly tenant: Tenant
  readonly link: SetupLink
}

/** The link of a token that can be used. A token that leads nowhere counts for its network. */
async function findByToken(deps: ApiDeps, token: string): Promise<Result<Found, ApiRefusal>> {
  const { caller, reads, setupLinks, clock } = deps
  const { network } = caller
  if (network !== undefined && (await setupLinks.countAttempt(network)) !== undefined)
    return refuse({ code: 'api_rate_limited' })
  const named = TOKEN.test(token) && (await setupLinks.findByTokenHash(await sha256Hex(token)))
  const tenant = named ? await reads.findTenant(named.tenantId) : undefined
  const link = named && tenant && (await setupLinks.find(gateOf(tenant), named.tenantId, named.id))
  if (!link || tenant === undefined) return refuse({ code: 'setup_link_unknown' })
  if (network !== undefined) await setupLinks.forgiveAttempt(network)
  const end = endOf(link, clock())
  return end ? refuse({ code: end }) : ok({ tenant, link })
}

/** The audit log names a guest by the link. */
const asGuest = ({ envelope }: ApiDeps, { id }: SetupLink) => ({
  ...envelope,
  origin: { ...envelope.origin, actor: { type: 'setup_link', id } as const },
})
