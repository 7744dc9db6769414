// The gate: one Durable Object per root tenant, the authority for everything that must be consistent.

import { DurableObject } from 'cloudflare:workers'

export class TenantGate extends DurableObject<Env> {}
