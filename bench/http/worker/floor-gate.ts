// The platform's own floor of a login: the same form is read and its message digested, one Durable
// Object is called once, one row of a session's size is written. No login that a Durable Object
// decides can cost less.

import { DurableObject } from 'cloudflare:workers'
import type { Context } from 'hono'
import { sha256Hex } from '../../../src/protocol/bytes/sha256.ts'

/** What the row of a session holds, about. */
const ROW_CHARACTERS = 1000

export class FloorGate extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS sessions (sid TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID',
    )
  }

  begin(sid: string, body: string): void {
    this.ctx.storage.sql.exec('INSERT INTO sessions (sid, body) VALUES (?, ?)', sid, body)
  }
}

/** Answers a login's form with a redirect, and verifies nothing. */
export const floor =
  (gates: DurableObjectNamespace<FloorGate>) =>
  async (c: Context): Promise<Response> => {
    const { SAMLResponse: message } = await c.req.parseBody()
    if (typeof message !== 'string') return c.text('No response', 400)
    await gates.getByName('floor').begin(await sha256Hex(message), message.slice(0, ROW_CHARACTERS))
    return c.redirect('/session', 303)
  }
