// The platform's own floor of a login: the same form is read, one Durable Object is called once, one row is written. No login
// that a Durable Object decides can cost less.

import { DurableObject } from 'cloudflare:workers'
import type { Context } from 'hono'

export class FloorGate extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS spent (id TEXT PRIMARY KEY) WITHOUT ROWID')
  }

  spend(id: string): void {
    this.ctx.storage.sql.exec('INSERT INTO spent (id) VALUES (?)', id)
  }
}

/** Answers a login's form with a redirect, and verifies nothing. */
export const floor =
  (gates: DurableObjectNamespace<FloorGate>) =>
  async (c: Context): Promise<Response> => {
    const form = new URLSearchParams(await c.req.text())
    if (!form.has('SAMLResponse')) return c.text('No response', 400)
    await gates.getByName('floor').spend(crypto.randomUUID())
    return c.redirect('/session', 303)
  }
