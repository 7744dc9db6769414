// What Cloudflare's API answers: an envelope around a result, or around errors with the numbers
// that wrangler knows.

import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A request that Cloudflare refuses. The code decides what wrangler makes of it. */
export class Refused extends Error {
  readonly status: ContentfulStatusCode
  readonly code: number

  constructor(status: ContentfulStatusCode, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** A result in Cloudflare's envelope. */
export const answer = (c: Context, result: unknown, info: object = {}): Response =>
  c.json({ success: true, errors: [], messages: [], result, ...info })

/** A refusal in the same envelope. */
export const refuse = (c: Context, { status, code, message }: Refused): Response =>
  c.json({ success: false, errors: [{ code, message }], messages: [], result: null }, status)
