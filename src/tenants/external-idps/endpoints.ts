// From the services that metadata names to the endpoints that a browser can be sent to: the first
// usable one of each binding.

import type { IdpService, IdpServices } from '../../protocol/saml/idp-metadata/read-idp-metadata.ts'
import type { Endpoints, LogoutEndpoints, ReadingNote, SamlBinding } from './external-idp.ts'

export interface ChosenEndpoints {
  readonly endpoints: LogoutEndpoints
  /** What was left out, or is used otherwise than written. */
  readonly notes: readonly ReadingNote[]
}

const BINDINGS: readonly SamlBinding[] = ['redirect', 'post']
const MAX_URL = 2048
const MAX_SHOWN = 200
/** What may stand in a URL (RFC 3986 §2) but for `#`: a query is added to it. */
const URL_CHARACTERS = /^[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]+$/
/** Scheme and authority, then the rest, then a fragment. */
const PARTS = /^([a-z]+:\/\/[^/?#]*)([^#]*)(#.*)?$/is
/**
 * Harmless characters that an xs:anyURI may hold and a URL may not. Those that mean something in
 * HTML or to a shell stay forbidden.
 */
const ESCAPED = /[ {}|^`]|[^\u0000-\u00a0]+/gu

/** Chooses the first usable service of each binding. */
export function chooseEndpoints(services: IdpServices): ChosenEndpoints {
  const notes: ReadingNote[] = []
  const requests: Partial<Record<SamlBinding, string>> = {}
  const responses: Partial<Record<SamlBinding, string>> = {}
  for (const binding of BINDINGS) {
    const chosen = chooseService(services[binding] ?? [], notes)
    if (chosen === undefined) continue
    requests[binding] = chosen.location
    if (chosen.responseLocation !== undefined) responses[binding] = chosen.responseLocation
  }
  const elsewhere: Endpoints = responses
  return {
    endpoints:
      Object.keys(responses).length === 0 ? requests : { ...requests, responses: elsewhere },
    notes,
  }
}

function chooseService(
  services: readonly IdpService[],
  notes: ReadingNote[],
): IdpService | undefined {
  for (const { location, responseLocation } of services) {
    const request = readEndpoint(location, notes)
    if (request === undefined) continue
    const response = responseLocation && readEndpoint(responseLocation, notes)
    return { location: request, ...(response ? { responseLocation: response } : {}) }
  }
  return undefined
}

function readEndpoint(written: string, notes: ReadingNote[]): string | undefined {
  const url = usableUrl(written)
  if (url !== written)
    notes.push({
      code: url === undefined ? 'endpoint_unusable' : 'endpoint_adapted',
      endpoint: written.slice(0, MAX_SHOWN),
    })
  return url
}

/**
 * The URL that an endpoint names. A browser is sent there: http or https, never `javascript:`; used
 * as written where that is possible, since IdPs compare Destination exactly. Blanks and the like
 * are escaped as XML Schema 2 §3.2.17 says (XLink §5.4), and a fragment, which no browser would
 * send, is left out (RFC 3986 §3.5).
 */
function usableUrl(written: string): string | undefined {
  if (written.length > MAX_URL || !written.isWellFormed()) return undefined
  const [, origin, rest] = PARTS.exec(written) ?? []
  if (origin === undefined || rest === undefined) return undefined
  const text = origin + rest.replace(ESCAPED, encodeURIComponent)
  if (text.length > MAX_URL || !URL_CHARACTERS.test(text) || !URL.canParse(text)) return undefined
  const { protocol, username, password } = new URL(text)
  const forBrowsers = protocol === 'https:' || protocol === 'http:'
  return forBrowsers && username === '' && password === '' ? text : undefined
}

/** The URLs among the endpoints. */
export const urlsOf = ({ redirect, post, responses }: LogoutEndpoints): readonly string[] =>
  [redirect, post, responses?.redirect, responses?.post].filter((url) => url !== undefined)
