// A gate's alarm comes when a test calls for it (`runDurableObjectAlarm`), and never by itself.
// Otherwise a slow machine lets it come in the middle of a test: then the call for it finds none
// and returns at once, while the real one is still under way.

import { AddressGate } from '../../src/gate/address-gate.ts'
import { TenantGate } from '../../src/gate/tenant-gate.ts'

/** Longer than any test. */
const HOLD = 600_000

for (const { prototype } of [TenantGate, AddressGate]) {
  const { alarm } = prototype
  // Many files share one runtime, and one of them has held it already.
  if (alarm.name === 'held') continue
  prototype.alarm = async function held(this: TenantGate | AddressGate, ...by: readonly unknown[]) {
    // The platform says which attempt it is; a test says nothing.
    if (by.length === 0) return alarm.call(this as never)
    // `ctx` is protected, and known to be there.
    const { ctx } = this as unknown as { readonly ctx: DurableObjectState }
    await ctx.storage.setAlarm(Date.now() + HOLD)
  }
}
