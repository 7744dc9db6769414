// GET /api/v1/openapi.json. The text depends on the origin and the code alone, and takes tens of
// milliseconds to make: an isolate makes it once, and a client that has it is told so.

import type { Context, Handler } from 'hono'
import { sha256Hex } from '../../protocol/bytes/sha256.ts'

const TAG_LENGTH = 32

interface Served {
  readonly text: string
  /** Strong (RFC 9110 §8.8.3). */
  readonly tag: string
}

/** Serves what `describe` says, which is asked once. */
export function serveDescription(describe: () => Promise<object>): Handler {
  // The value and not its promise: a request must not await the promise of another one (workerd).
  let served: Served | undefined

  return async (c: Context) => {
    served ??= await write(describe)
    c.header('ETag', served.tag)
    c.header('Cache-Control', 'public, max-age=300')
    if (names(c.req.header('If-None-Match') ?? '', served.tag)) return c.body(null, 304)
    c.header('Content-Type', 'application/json')
    return c.body(served.text)
  }
}

async function write(describe: () => Promise<object>): Promise<Served> {
  const text = JSON.stringify(await describe())
  return { text, tag: `"${(await sha256Hex(text)).slice(0, TAG_LENGTH)}"` }
}

/** RFC 9110 §13.1.2: a weak tag will do, as a proxy that compresses makes one of ours. */
const names = (ifNoneMatch: string, tag: string): boolean =>
  ifNoneMatch.split(',').some((one) => ['*', tag, `W/${tag}`].includes(one.trim()))
