// E-mail domains of a tenant: claimed, proven by a record in the DNS, given up.

import * as v from 'valibot'
import { ok, refuse } from '../../result.ts'
import { findProof } from '../../tenants/domain.ts'
import type { DomainId, TenantId } from '../../tenants/ids.ts'
import { DOMAIN } from '../../tenants/setup-links/guest-rights.ts'
import { DomainShape, NewDomainShape, writeDomain } from './domain-shapes.ts'
import { operation, shown } from './engine/operation.ts'
import { runCommand } from './engine/run-command.ts'
import * as examples from './examples/example-resources.ts'

const TAG = 'Domains'
const ALL = '/tenants/{tenant_id}/domains'
const ONE = `${ALL}/{domain_id}` as const

/**
 * The DNS is asked here, outside the gate: a slow resolver holds up no other command of the tenant.
 */
export const domainOperations = [
  operation({
    id: 'claimDomain',
    method: 'POST',
    path: ALL,
    tag: TAG,
    summary: 'Claim an e-mail domain; the answer says which TXT record proves it',
    description:
      'A claim means nothing before it is verified, and keeps nobody else from making one. Only root tenants make them, at most 50.',
    access: 'configure',
    guests: DOMAIN,
    body: NewDomainShape,
    status: 201,
    response: DomainShape,
    example: { request: { domain: 'acme.example' }, response: examples.domain },
    command: 'claim_domain',
    async run(deps, { params, body }) {
      const command = { kind: 'claim_domain', tenantId: params.tenant_id, ...body } as const
      const claimed = await runCommand(deps, params.tenant_id, command)
      return claimed.ok ? shown(claimed.value, writeDomain) : claimed
    },
  }),
  operation({
    id: 'listDomains',
    method: 'GET',
    path: ALL,
    tag: TAG,
    summary: 'List the domains of a tenant',
    access: 'read',
    guests: DOMAIN,
    status: 200,
    response: v.strictObject({ data: v.array(DomainShape) }),
    example: { response: { data: [examples.domain] } },
    refusals: ['tenant_unknown'],
    async run({ reads }, { params }) {
      const tenantId = params.tenant_id
      if (!(await reads.findTenant(tenantId))) return refuse({ code: 'tenant_unknown' })
      return ok({ data: (await reads.listDomains(tenantId)).map(writeDomain) })
    },
  }),
  operation({
    id: 'getDomain',
    method: 'GET',
    path: ONE,
    tag: TAG,
    summary: 'Read a domain',
    access: 'read',
    guests: DOMAIN,
    status: 200,
    response: DomainShape,
    example: { response: examples.domain },
    refusals: ['domain_unknown'],
    async run({ reads }, { params }) {
      const domain = await reads.findDomain(params.tenant_id, params.domain_id)
      return domain ? shown(domain, writeDomain) : refuse({ code: 'domain_unknown' })
    },
  }),
  operation({
    id: 'verifyDomain',
    method: 'POST',
    path: `${ONE}:verify`,
    tag: TAG,
    summary: 'Look for the TXT record of a domain now',
    description:
      'Of several tenants that claim a domain the first one has it. A domain that is verified is looked at again every week by itself.',
    access: 'configure',
    guests: DOMAIN,
    status: 200,
    response: DomainShape,
    example: { response: examples.verifiedDomain },
    command: 'check_domain',
    async run(deps, { params }) {
      const domain = await deps.reads.findDomain(params.tenant_id, params.domain_id)
      if (domain === undefined) return refuse({ code: 'domain_unknown' })
      const found = await findProof(deps.findTxtRecords, domain)
      const command = { kind: 'check_domain', ...idsOf(params), found } as const
      const checked = await runCommand(deps, params.tenant_id, command)
      return checked.ok ? shown(checked.value, writeDomain) : checked
    },
  }),
  operation({
    id: 'deleteDomain',
    method: 'DELETE',
    path: ONE,
    tag: TAG,
    summary: 'Give a domain up; nobody is found or joined by it any more',
    access: 'configure',
    recentAuthentication: true,
    status: 204,
    command: 'delete_domain',
    async run(deps, { params }) {
      const command = { kind: 'delete_domain', ...idsOf(params) } as const
      const deleted = await runCommand(deps, params.tenant_id, command)
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
]

const idsOf = (params: { readonly tenant_id: TenantId; readonly domain_id: DomainId }) => ({
  tenantId: params.tenant_id,
  domainId: params.domain_id,
})
