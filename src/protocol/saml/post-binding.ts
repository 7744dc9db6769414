// HTTP-POST binding, sending (SAML Bindings §3.5): the message travels as base64 in a form that the
// browser submits by itself, and is signed inside the XML.

import { encodeBase64 } from '../bytes/base64.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { type SigningKey, signEnveloped } from '../xmldsig/sign.ts'
import { checkedRelayState } from './redirect-binding.ts'

export interface PostMessage {
  readonly destination: string
  /** The message as XML text. */
  readonly message: string
  /** Which of the two it is; a request unless said otherwise. */
  readonly parameter?: 'SAMLRequest' | 'SAMLResponse'
  readonly relayState?: string | undefined
  /** Without a key the message goes unsigned. */
  readonly signingKey?: SigningKey | undefined
}

/** The form for a page to write: values are not escaped yet. */
export interface PostForm {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

/**
 * Builds the form; the Signature stands right after Issuer, where the schema wants it (SAML Core
 * §3.2.1).
 */
export async function postForm(input: PostMessage): Promise<PostForm> {
  const { destination, message, parameter = 'SAMLRequest', relayState, signingKey } = input
  const sent = signingKey ? await signEnveloped(message, '</saml:Issuer>', signingKey) : message
  return {
    action: destination,
    fields: {
      [parameter]: encodeBase64(encodeUtf8(sent)),
      ...(relayState === undefined ? {} : { RelayState: checkedRelayState(relayState, parameter) }),
    },
  }
}
