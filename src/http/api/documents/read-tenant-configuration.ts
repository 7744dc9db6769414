// Reads all of a tenant's configuration at once.

import { defined } from '../../../defined.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import type { Listed, Page } from '../../../tenants/page.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import type { AdministrationDeps } from '../../deps.ts'
import type { TenantConfiguration } from './tenant-document.ts'

const PAGE = 100

/** What the record says of a tenant; undefined when there is no such tenant. */
export async function readTenantConfiguration(
  { reads, applications, findSignInPolicy }: AdministrationDeps,
  tenantId: TenantId,
): Promise<TenantConfiguration | undefined> {
  const tenant = await reads.findTenant(tenantId)
  if (tenant === undefined) return undefined
  const [ssoKeys, externalIdps, listed, granted, family, signInPolicy] = await Promise.all([
    reads.listSsoKeys(tenantId),
    listAll((page) => reads.listExternalIdps(tenantId, page)),
    listAll((page) => reads.listConnectors(tenantId, page)),
    applications.listGranted(tenantId),
    listAll((page) => reads.listTenants(page, { family: tenantId })),
    findSignInPolicy(gateOf(tenant), tenantId),
  ])
  const { parentId } = tenant
  const parent = parentId === undefined ? undefined : await reads.findTenant(parentId)
  const details = await Promise.all(listed.map(({ id }) => reads.findConnectorDetail(tenantId, id)))
  return {
    tenant,
    ...(parent && { parent }),
    children: family.filter(({ id }) => id !== tenantId),
    ssoKeys,
    externalIdps,
    connectors: details.filter((connector) => connector !== undefined),
    applications: granted,
    signInPolicy,
  }
}

async function listAll<T>(list: (page: Page) => Promise<Listed<T>>): Promise<readonly T[]> {
  const items: T[] = []
  let after: string | undefined
  do {
    const page = await list({ limit: PAGE, ...defined({ after }) })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}
