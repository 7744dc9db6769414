// The Worker as it is deployed, with three routes for measuring: a bare Hono route and the floor of
// a login to compare with, and one that puts a connector into a gate.

import { Hono } from 'hono'
import { compose } from '../../../src/compose.ts'
import { TenantGate as Gate } from '../../../src/gate/tenant-gate.ts'
import type { LoginConfiguration } from '../../../src/tenants/connectors/login-configuration.ts'
import { type FloorGate, floor } from './floor-gate.ts'

export { AddressGate } from '../../../src/gate/address-gate.ts'
export { DeploymentGate } from '../../../src/gate/deployment-gate.ts'
export { FloorGate } from './floor-gate.ts'

export class TenantGate extends Gate {
  seed(configuration: LoginConfiguration): void {
    const { tenantId, tenantName, ssoKey, connector } = configuration
    if (connector === undefined) throw new Error('Nothing to seed')
    this.ctx.storage.sql.exec(
      `INSERT OR REPLACE INTO tenants (tenant_id, name, jurisdiction, created_at) VALUES (?, ?, 'none', 0)`,
      tenantId,
      tenantName,
    )
    this.ctx.storage.sql.exec(
      `INSERT OR REPLACE INTO connectors (tenant_id, connector_id, sso_id, enabled, version, trust_revision, configuration)
       VALUES (?, ?, ?, 1, ?, ?, ?)`,
      tenantId,
      connector.id,
      ssoKey.id,
      connector.version,
      connector.trust.revision,
      JSON.stringify(configuration),
    )
  }
}

let app: Hono | undefined

interface BenchEnv extends Env {
  readonly FLOOR_GATE: DurableObjectNamespace<FloorGate>
}

/** The deployed routes behind those of the benchmark. */
function build(env: BenchEnv): Hono {
  const gates = env.TENANT_GATE as unknown as DurableObjectNamespace<TenantGate>
  return new Hono()
    .get('/bench/hono', (c) => c.text('ok'))
    .post('/bench/floor', floor(env.FLOOR_GATE))
    .post('/bench/seed', async (c) => {
      const configuration: LoginConfiguration = await c.req.json()
      await gates.getByName(configuration.gate.rootTenantId).seed(configuration)
      return c.text('ok')
    })
    .route('/', compose(env))
}

export default {
  fetch(request, env, ctx) {
    app ??= build(env)
    return app.fetch(request, env, ctx)
  },
} satisfies ExportedHandler<BenchEnv>
