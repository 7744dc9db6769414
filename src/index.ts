// The Worker entry: the application, built for the bindings at the first request of an isolate, the schedule, and the gates.

import type { Hono } from 'hono'
import { compose, composeSchedule } from './compose.ts'
import { runSchedule } from './schedule/run-schedule.ts'

export { AddressGate } from './gate/address-gate.ts'
export { DeploymentGate } from './gate/deployment-gate.ts'
export { TenantGate } from './gate/tenant-gate.ts'

let app: Hono | undefined

export default {
  fetch(request, env, ctx) {
    app ??= compose(env)
    return app.fetch(request, env, ctx)
  },

  async scheduled(_, env) {
    const deps = composeSchedule(env)
    if (deps) await runSchedule(deps)
  },
} satisfies ExportedHandler<Env>
