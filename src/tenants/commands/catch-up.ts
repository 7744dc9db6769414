// Whatever was acknowledged is in the list that is asked for next: D1 catches up with a tenant's
// gate before it is read.

import type { GateAddress } from '../tenant.ts'

/**
 * Has D1 hear of everything that a gate has yet to tell. Returns until when D1 knows all of it,
 * epoch ms; undefined if the gate or D1 is out of reach, or too much waits.
 */
export type CatchUp = (gate: GateAddress) => Promise<number | undefined>
