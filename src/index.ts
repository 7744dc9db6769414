// The Worker's entry: the application, built for the bindings at the first request of an isolate,
// the schedule, and the gates. What it imports is what a login needs; everything else is behind
// import(), and docs/adr/0019 says why.

import type { Hono } from 'hono'
import { compose } from './compose.ts'

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
    const { composeSchedule } = await import('./compose/schedule.ts')
    const { runSchedule } = await import('./schedule/run-schedule.ts')
    const deps = composeSchedule(env)
    if (deps) await runSchedule(deps)
  },
} satisfies ExportedHandler<Env>
