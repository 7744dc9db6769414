import { env } from 'cloudflare:workers'
import { createGates } from '../../src/gate/client/gates.ts'
import { isId } from '../../src/tenants/ids.ts'
import type { Caller, Resource } from './api-tenant.ts'
import { attemptFacts } from './gate.ts'

/**
 * Opens the one-time link and records a pass, as the login through it would. A child tenant is in
 * the gate of its parent.
 */
export async function passTest(
  tenantId: string,
  ssoId: string,
  testUrl: string,
  rootTenantId = tenantId,
): Promise<void> {
  if (!isId('ten', tenantId) || !isId('ten', rootTenantId) || !isId('sso', ssoId))
    throw new Error('not an id')
  const gate = createGates(env.TENANT_GATE, { jurisdictions: false }).at({
    rootTenantId,
    jurisdiction: 'none',
  })
  const token = new URL(testUrl).searchParams.get('t') ?? ''
  const opened = await gate.openTest(tenantId, ssoId, token)
  const testId = opened?.testId ?? 'tst_none'
  const end = { judgedAt: Date.now(), responseHash: 'of no response' }
  if (!(await gate.finishTest({ tenantId, ssoId, testId, event: attemptFacts(), ...end })))
    throw new Error('The test did not pass')
}

/** Tests the version of a connector at `path` and activates it. */
export async function goLive(
  caller: Caller,
  { tenant, ssoKey, path }: { tenant: Resource; ssoKey: Resource; path: string },
): Promise<string> {
  const { test_url, version } = await caller.make(`${path}:test`)
  const root = String(tenant.parent_id ?? tenant.id)
  await passTest(tenant.id, ssoKey.id, String(test_url), root)
  await caller.make(`${path}:activate`, { version })
  return String(version)
}
