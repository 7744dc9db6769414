// HTTP-Redirect binding, receiving (SAML Bindings §3.4.4.1). The signature covers octets of the
// query, so what is verified is cut from the query as it came, and never decoded and encoded again
// (R49): Entra and AD FS write `%2f` where others write `%2F`. Base64 may be broken into lines (RFC
// 2045 §6.8), escaped like the rest; a bare `+` is a space, and so would be lost.

import type { Refusal } from '../../refusal.ts'
import { shortFact } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { decodeBase64Binary } from '../bytes/base64.ts'
import { inflateRaw } from '../bytes/inflate.ts'
import { XML_LIMITS } from '../xml/limits.ts'
import type { RedirectRefusalCode } from './redirect-refusals.ts'

export interface RedirectQuery {
  readonly parameter: 'SAMLRequest' | 'SAMLResponse'
  /** Inflated; not verified. */
  readonly message: Uint8Array<ArrayBuffer>
  /** Decoded; not verified. */
  readonly relayState: string | undefined
  /** Undefined when SigAlg or Signature is missing. */
  readonly signature: QuerySignature | undefined
}

interface QuerySignature {
  /** The URI in SigAlg. */
  readonly algorithm: string
  /** Base64, as Signature carries it. */
  readonly value: string
  /** The octets that the signature covers, as they were received, in the order of §3.4.4.1. */
  readonly signed: string
}

type Refused = Refusal<RedirectRefusalCode>

const KNOWN = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature', 'SAMLEncoding']
const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE'
/** Far above what browsers and servers carry in a URL. */
const MAX_QUERY_LENGTH = 128 * 1024
/**
 * Names are compared as they stand, so an escape in one could hide a second copy of it from us and
 * from nobody else.
 */
const PLAIN_NAME = /^[A-Za-z0-9._~-]*$/

/**
 * Reads the query of a URL, without its `?`. Parameters of other names are ignored, a repeated one
 * never is.
 */
export async function readRedirectQuery(query: string): Promise<Result<RedirectQuery, Refused>> {
  const raw = splitQuery(query)
  if (!raw.ok) return raw
  const decoded = decodeValues(raw.value)
  if (decoded === undefined) return refuse({ code: 'redirect_query_malformed' })
  const sent = (['SAMLRequest', 'SAMLResponse'] as const).filter((name) => decoded.has(name))
  const [parameter, ...others] = sent
  if (parameter === undefined || others.length > 0)
    return refuse({ code: 'redirect_message_not_single', got: sent })
  const encoding = decoded.get('SAMLEncoding') ?? DEFLATE
  if (encoding !== DEFLATE)
    return refuse({
      code: 'redirect_encoding_unsupported',
      expected: DEFLATE,
      got: shortFact(encoding),
    })
  const plus = [parameter, 'Signature'].find((name) => raw.value.get(name)?.includes('+'))
  if (plus !== undefined) return refuse({ code: 'redirect_plus_not_escaped', got: plus })
  const deflated = decodeBase64Binary(decoded.get(parameter) ?? '')
  const message = await inflateRaw(deflated ?? new Uint8Array(), XML_LIMITS.bytes)
  if (!message.ok)
    return message.refusal === 'too_large'
      ? refuse({ code: 'redirect_message_too_large', expected: XML_LIMITS.bytes })
      : refuse({ code: 'redirect_message_not_deflated' })
  const algorithm = decoded.get('SigAlg')
  const value = decoded.get('Signature')
  const signature =
    algorithm === undefined || value === undefined
      ? undefined
      : { algorithm, value, signed: signedOctets(raw.value, parameter) }
  const relayState = decoded.get('RelayState')
  return ok({ parameter, message: message.value, relayState, signature })
}

/** Name -> value as received, escapes and all. */
function splitQuery(query: string): Result<ReadonlyMap<string, string>, Refused> {
  if (query.length > MAX_QUERY_LENGTH)
    return refuse({
      code: 'redirect_query_too_large',
      expected: MAX_QUERY_LENGTH,
      got: query.length,
    })
  const values = new Map<string, string>()
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = equals < 0 ? pair : pair.slice(0, equals)
    if (!PLAIN_NAME.test(name)) return refuse({ code: 'redirect_query_malformed' })
    if (values.has(name))
      return refuse({ code: 'redirect_parameter_repeated', got: shortFact(name) })
    values.set(name, equals < 0 ? '' : pair.slice(equals + 1))
  }
  return ok(values)
}

/**
 * The values of the parameters that this binding knows; undefined when one is not percent-encoded
 * UTF-8.
 */
function decodeValues(raw: ReadonlyMap<string, string>): ReadonlyMap<string, string> | undefined {
  const decoded = new Map<string, string>()
  for (const name of KNOWN) {
    const value = raw.get(name)
    if (value === undefined) continue
    try {
      decoded.set(name, decodeURIComponent(value.replaceAll('+', ' ')))
    } catch {
      return undefined
    }
  }
  return decoded
}

/** §3.4.4.1: the message, RelayState where there is one, SigAlg; whatever their order was. */
const signedOctets = (raw: ReadonlyMap<string, string>, parameter: string): string =>
  [parameter, 'RelayState', 'SigAlg']
    .filter((name) => raw.has(name))
    .map((name) => `${name}=${raw.get(name)}`)
    .join('&')
