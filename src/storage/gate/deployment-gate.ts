// The deployment gate: one Durable Object for what belongs to no tenant (OIDC signing keys).

import { DurableObject } from 'cloudflare:workers'

export class DeploymentGate extends DurableObject<Env> {}
