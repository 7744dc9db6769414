// Reads under which conditions something is asked: If-Match, Idempotency-Key, `?validate_only=`.
// They are the same for every operation, so no operation reads them itself.

import type { Context } from 'hono'
import { defined } from '../../../defined.ts'
import { sha256Hex } from '../../../protocol/bytes/sha256.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { CommandEnvelope } from '../../../tenants/commands/envelope.ts'
import type { ApiRefusal, Caller, Operation } from './operation.ts'

/** A list of entity tags, or any (RFC 9110 §13.1.1). */
const IF_MATCH = /^(?:\*|(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*)$/
const MAX_IF_MATCH = 4096
/**
 * A structured string as the draft has it, or the same text without quotes, as everybody sends it.
 */
const IDEMPOTENCY_KEY = /^(?:"([\x20\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/

/** Tells whether an operation changes something: then it can be checked without. */
export const isChange = ({ method, readOnly }: Operation): boolean => method !== 'GET' && !readOnly
/** Tells whether an operation creates something: then its answer can be asked for again. */
export const isCreation = ({ method, status }: Operation): boolean =>
  method === 'POST' && status === 201
/**
 * Tells whether an operation changes one thing that exists: then `If-Match` says which state of it
 * is meant.
 */
export const isChangeOfOne = (operation: Operation): boolean =>
  isChange(operation) &&
  !isCreation(operation) &&
  /\}(:\w+|\/certificates|\/enforcement|\/sign-in-policy)?$/.test(operation.path)

/** Reads the conditions of a request for an operation. */
export async function readEnvelope(
  operation: Operation,
  c: Context,
  asked: {
    readonly caller: Caller
    readonly request: object
    readonly validateOnly: boolean
  },
): Promise<Result<CommandEnvelope, ApiRefusal>> {
  const ifMatch = isChangeOfOne(operation) ? c.req.header('if-match') : undefined
  if (ifMatch !== undefined && (ifMatch.length > MAX_IF_MATCH || !IF_MATCH.test(ifMatch)))
    return refuse({ code: 'api_header_invalid', got: 'If-Match' })
  const header = isCreation(operation) ? c.req.header('idempotency-key') : undefined
  const [, quoted, plain] = IDEMPOTENCY_KEY.exec(header ?? '') ?? []
  const key = quoted ?? plain
  if (header !== undefined && key === undefined)
    return refuse({ code: 'api_header_invalid', got: 'Idempotency-Key' })
  const fingerprint = () => sha256Hex(canonicalJson([operation.id, asked.request]))
  return ok({
    origin: { actor: asked.caller.actor, requestId: c.get('requestId') },
    ...defined({ ifMatch }),
    // What is only checked leaves no answer behind, and needs none.
    ...(key === undefined || asked.validateOnly
      ? {}
      : { idempotency: { key, fingerprint: await fingerprint() } }),
    ...(asked.validateOnly ? { validateOnly: true } : {}),
  })
}
