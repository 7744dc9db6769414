// Reads the JSON body of a request, bounded while reading: a length that a client states is only a hint.

import { ok, type Result, refuse } from '../../result.ts'
import type { ApiRefusal } from './operation.ts'

/** Bytes that a body may have unless its operation says otherwise. */
export const DEFAULT_BODY_LIMIT = 256 * 1024

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json *(?:;|$)/i

/** Tells whether a request says that it is JSON. */
export const isJson = ({ headers }: Request): boolean =>
  JSON_TYPE.test(headers.get('content-type') ?? '')

/** Reads and parses a body. An empty one counts as `{}`: a verb without members needs none. */
export async function readBody(
  request: Request,
  limit: number,
): Promise<Result<unknown, ApiRefusal>> {
  const bytes = await readBounded(request, limit)
  if (bytes === undefined) return refuse({ code: 'api_body_too_large', expected: limit })
  if (bytes.length === 0) return ok({})
  if (!isJson(request)) return refuse({ code: 'api_body_not_json' })
  const parsed = parseJson(bytes)
  return parsed === undefined ? refuse({ code: 'api_json_malformed' }) : ok(parsed.json)
}

async function readBounded(request: Request, limit: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return undefined
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.length
    if (length > limit) return undefined
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function parseJson(bytes: Uint8Array): { readonly json: unknown } | undefined {
  try {
    return {
      json: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)),
    }
  } catch {
    // Neither the decoder nor the parser has another way to say no.
    return undefined
  }
}
