// How a client says who it is at the token endpoint: HTTP Basic, form fields, or its client_id
// alone (RFC 6749 §2.3, OpenID Connect Core §9). Reading only; whether the secret is right is
// decided where secrets are known.

import { ok, type Result, refuse } from '../../result.ts'
import { decodeBase64 } from '../bytes/base64.ts'
import { decodeUtf8 } from '../bytes/utf8.ts'
import type { OidcRefusal } from './oauth-refusals.ts'

export type ClientCredentials =
  | { readonly method: 'none'; readonly clientId: string }
  | {
      readonly method: 'client_secret_basic' | 'client_secret_post'
      readonly clientId: string
      readonly clientSecret: string
    }

/** The form fields that identify a client. */
export interface ClientFields {
  readonly client_id?: string
  readonly client_secret?: string
}

/**
 * Reads the credentials from the Authorization header or the form; using both is refused (RFC 6749
 * §2.3).
 */
export function readClientCredentials(
  authorization: string | undefined,
  { client_id: clientId, client_secret: clientSecret }: ClientFields,
): Result<ClientCredentials, OidcRefusal> {
  if (authorization === undefined) {
    if (clientId === undefined) return refuse({ code: 'oidc_client_authentication_missing' })
    return clientSecret === undefined
      ? ok({ method: 'none', clientId })
      : ok({ method: 'client_secret_post', clientId, clientSecret })
  }
  const basic = readBasic(authorization)
  if (basic === undefined) return refuse({ code: 'oidc_client_authentication_invalid' })
  // A client_id that repeats the header's is no second method; another one would leave open who is
  // meant.
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    return refuse({ code: 'oidc_client_authentication_repeated' })
  return ok({ method: 'client_secret_basic', ...basic })
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before RFC 7617 joins them. */
function readBasic(authorization: string): { clientId: string; clientSecret: string } | undefined {
  const bytes = decodeBase64(/^Basic +(\S+)$/i.exec(authorization)?.[1] ?? '')
  const text = bytes && decodeUtf8(bytes)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon < 1) return undefined
  const clientId = decodeFormText(text.slice(0, colon))
  const clientSecret = decodeFormText(text.slice(colon + 1))
  return clientId && clientSecret ? { clientId, clientSecret } : undefined
}

/**
 * Decodes one form-encoded value; a text with its own `=` or `&` is none, and so cannot match
 * anything.
 */
const decodeFormText = (text: string): string | undefined =>
  /[=&]/.test(text) ? undefined : (new URLSearchParams(`v=${text}`).get('v') ?? undefined)
