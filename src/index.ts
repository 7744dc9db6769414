// The Worker entry: the application, built for the bindings at the first request of an isolate, and the gates.

import type { Hono } from 'hono'
import { compose } from './compose.ts'

export { DeploymentGate } from './storage/gate/deployment-gate.ts'
export { TenantGate } from './storage/gate/tenant-gate.ts'

let app: Hono | undefined

export default {
  fetch(request, env, ctx) {
    app ??= compose(env)
    return app.fetch(request, env, ctx)
  },
} satisfies ExportedHandler<Env>
