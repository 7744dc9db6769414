// A live tenant, and the command that brings D1 back to what its gate knows.

import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { accept, certificate, goLive, idpInput, type Joined } from './commands.ts'

export const reconcile = (tenant: Tenant) =>
  accept(tenant, { kind: 'reconcile_tenant', tenantId: tenant.id })

export const drain = (tenant: Tenant) => runDurableObjectAlarm(env.TENANT_GATE.getByName(tenant.id))

export const live = async (): Promise<Joined> => goLive(idpInput([await certificate('A')]))
