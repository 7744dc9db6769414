// A signed message leaves for an IdP, by whichever of the two bindings it offers.

import { postForm } from '../../protocol/saml/post-binding.ts'
import { redirectUrl } from '../../protocol/saml/redirect-binding.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { LoginConfiguration } from '../../tenants/connectors/login-configuration.ts'
import type { Endpoints, SamlBinding } from '../../tenants/external-idps/external-idp.ts'
import { certificateDer } from '../../tenants/sso-key.ts'
import type { Clock, Random } from '../clock-and-random.ts'
import { openSigningKey } from '../private-key.ts'

export interface SendMessageDeps {
  readonly clock: Clock
  readonly random: Random
  readonly keyring: KeyRing
}

/** How the browser leaves for the IdP. */
export type Departure =
  | { readonly kind: 'redirect'; readonly url: string }
  | {
      readonly kind: 'post'
      readonly action: string
      readonly fields: Readonly<Record<string, string>>
    }

/** An endpoint with the binding that it is reached by. */
export interface Destination {
  readonly binding: SamlBinding
  readonly url: string
}

/**
 * The endpoint of the preferred binding, or else of the other; undefined when the IdP has neither.
 */
export function offeredBinding(
  endpoints: Endpoints,
  preferred: SamlBinding = 'redirect',
): Destination | undefined {
  const other = preferred === 'redirect' ? 'post' : 'redirect'
  for (const binding of [preferred, other] as const) {
    const url = endpoints[binding]
    if (url !== undefined) return { binding, url }
  }
  return undefined
}

interface SignedMessage {
  readonly to: Destination
  /** XML text. */
  readonly message: string
  readonly parameter: 'SAMLRequest' | 'SAMLResponse'
  readonly relayState?: string | undefined
}

/** Signs a message with the key of the SSO key and writes it for its binding. */
export async function leaveWith(
  { keyring }: Pick<SendMessageDeps, 'keyring'>,
  ssoKey: LoginConfiguration['ssoKey'],
  { to, ...message }: SignedMessage,
): Promise<Departure> {
  const privateKey = await openSigningKey(keyring, ssoKey)
  const sent = { ...message, destination: to.url }
  if (to.binding === 'redirect')
    return { kind: 'redirect', url: await redirectUrl({ ...sent, privateKey }) }
  const certificate = certificateDer(ssoKey.certificatePem)
  return { kind: 'post', ...(await postForm({ ...sent, signingKey: { privateKey, certificate } })) }
}
