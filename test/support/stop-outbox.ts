// A gate whose alarm does nothing: what a test then finds in D1 was told before the answer, and not
// by the outbox in its time.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

/** Stops the outbox of a tenant's gate, for as long as the gate lives. */
export const stopOutbox = (rootTenantId: string): Promise<void> =>
  runInDurableObject(env.TENANT_GATE.getByName(rootTenantId), (gate) => {
    gate.alarm = async () => undefined
  })
