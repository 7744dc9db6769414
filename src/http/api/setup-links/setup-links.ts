// Set-up links of a tenant: made by its administrators or an operator for somebody without an
// account.

import { ok, type Result, refuse } from '../../../result.ts'
import type { SetupLinkId, TenantId } from '../../../tenants/ids.ts'
import {
  DAYS_TO_FIRST_USE,
  SETUP_TASKS,
  type SetupLink,
} from '../../../tenants/setup-links/setup-link.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import { catchUpWith } from '../engine/catch-up.ts'
import { type ApiDeps, type ApiRefusal, operation } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { runCommand } from '../engine/run-command.ts'
import { page } from '../examples/example.ts'
import { LATER } from '../examples/example-resources.ts'
import * as examples from '../examples/example-setup-links.ts'
import {
  NewSetupLinkShape,
  SetupLinkShape,
  SetupLinkWithUrlShape,
  writeSetupLink,
} from './setup-link-shapes.ts'

const TAG = 'Set-up links'
const ALL = '/tenants/{tenant_id}/setup-links'
const ONE = `${ALL}/{setup_link_id}` as const

/** Making links, seeing how far their guests have come, ending them. */
export const setupLinkOperations = [
  operation({
    id: 'createSetupLink',
    method: 'POST',
    path: ALL,
    tag: TAG,
    summary: 'Make a set-up link; its address is answered once',
    description:
      'A guest opens it without an account, and does what its tasks name and nothing else. Any number of people may open it, any number of times, until it is done, revoked or expired. A tenant has at most 20 that can be used.',
    access: 'configure',
    recentAuthentication: true,
    body: NewSetupLinkShape,
    status: 201,
    response: SetupLinkWithUrlShape,
    example: {
      request: { tasks: ['sso'], days_to_first_use: 14 },
      response: examples.setupLinkWithUrl,
    },
    command: 'create_setup_link',
    async run(deps, { params, body }) {
      const { tasks, connector_id: connectorId, may_activate: mayActivate = false } = body
      const input = {
        tasks,
        ...(connectorId && { connectorId }),
        daysToFirstUse: body.days_to_first_use ?? DAYS_TO_FIRST_USE,
        mayActivate,
      }
      const tenantId = params.tenant_id
      const command = { kind: 'create_setup_link', tenantId, input } as const
      const made = await runCommand(deps, tenantId, command)
      if (!made.ok) return made
      const { url, ...link } = made.value
      const value = { ...(await writeWithProgress(deps, link)), url }
      return { ok: true, value, resource: link }
    },
  }),
  operation({
    id: 'listSetupLinks',
    method: 'GET',
    path: ALL,
    tag: TAG,
    summary: 'List the set-up links of a tenant, the newest first',
    access: 'read',
    query: PageQuery,
    status: 200,
    response: pageOf(SetupLinkShape),
    example: { response: page(examples.setupLink) },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      const tenantId = params.tenant_id
      if (!(await catchUpWith(deps, tenantId))) return refuse({ code: 'tenant_unknown' })
      const listed = await deps.setupLinks.list(tenantId, readPage(query))
      const progress = await deps.setupLinks.readProgress(tenantId, listed.items)
      const now = deps.clock()
      return ok(writePage(listed, (link) => writeSetupLink(link, now, progress.get(link.id))))
    },
  }),
  operation({
    id: 'getSetupLink',
    method: 'GET',
    path: ONE,
    tag: TAG,
    summary: 'Read a set-up link',
    description: 'A guest reads the link that let them in.',
    access: 'read',
    guests: SETUP_TASKS,
    status: 200,
    response: SetupLinkShape,
    example: { response: examples.setupLink },
    refusals: ['tenant_unknown', 'setup_link_unknown'],
    async run(deps, { params }) {
      const link = await findLink(deps, params.tenant_id, params.setup_link_id)
      return link.ok ? showLink(deps, link.value) : link
    },
  }),
  operation({
    id: 'revokeSetupLink',
    method: 'POST',
    path: `${ONE}:revoke`,
    tag: TAG,
    summary: 'End a set-up link at once, with the sessions of its guests',
    access: 'configure',
    status: 200,
    response: SetupLinkShape,
    example: {
      response: { ...examples.setupLink, state: 'revoked', revoked_at: LATER },
    },
    command: 'revoke_setup_link',
    async run(deps, { params }) {
      const command = { kind: 'revoke_setup_link', ...idsOf(params) } as const
      const revoked = await runCommand(deps, params.tenant_id, command)
      return revoked.ok ? showLink(deps, revoked.value) : revoked
    },
  }),
  operation({
    id: 'completeSetupLink',
    method: 'POST',
    path: `${ONE}:complete`,
    tag: TAG,
    summary: 'Say that the set-up is done; the link opens nothing afterwards',
    description: 'A guest completes the link that let them in.',
    access: 'configure',
    guests: SETUP_TASKS,
    status: 200,
    response: SetupLinkShape,
    example: { response: { ...examples.setupLink, state: 'done', done_at: LATER } },
    command: 'complete_setup_link',
    async run(deps, { params }) {
      const command = { kind: 'complete_setup_link', ...idsOf(params) } as const
      const completed = await runCommand(deps, params.tenant_id, command)
      return completed.ok ? showLink(deps, completed.value) : completed
    },
  }),
]

const idsOf = (params: { readonly tenant_id: TenantId; readonly setup_link_id: SetupLinkId }) => ({
  tenantId: params.tenant_id,
  setupLinkId: params.setup_link_id,
})

/** The link as its gate has it. A guest sees their own alone. */
async function findLink(
  { reads, caller, setupLinks }: ApiDeps,
  tenantId: TenantId,
  id: SetupLinkId,
): Promise<Result<SetupLink, ApiRefusal>> {
  if (caller.guest) return caller.guest.id === id ? ok(caller.guest) : unknown
  const tenant = await reads.findTenant(tenantId)
  if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
  const link = await setupLinks.find(gateOf(tenant), tenantId, id)
  return link ? ok(link) : unknown
}

const unknown = refuse({ code: 'setup_link_unknown' } as const)

/** Answers with a link under its entity tag, which its progress is no part of. */
const showLink = async (deps: ApiDeps, link: SetupLink) => ({
  ok: true as const,
  value: await writeWithProgress(deps, link),
  resource: link,
})

/** With the progress that D1 has heard of. A link can be revoked while D1 is out of reach. */
async function writeWithProgress(deps: ApiDeps, link: SetupLink) {
  const progress = await readProgress(deps, link).catch(() => undefined)
  return writeSetupLink(link, deps.clock(), progress?.get(link.id))
}

async function readProgress(deps: ApiDeps, link: SetupLink) {
  await catchUpWith(deps, link.tenantId)
  return deps.setupLinks.readProgress(link.tenantId, [link])
}
