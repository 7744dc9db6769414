// The Content-Security-Policy of every page: nothing loads, nothing frames us, and only the
// stylesheet and two scripts run, each allowed by its hash, so that injected markup could do
// nothing.

import { encodeBase64 } from '../../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../protocol/bytes/utf8.ts'
import { PASSKEY_SCRIPT } from './passkey-form.tsx'
import { STYLESHEET } from './stylesheet.ts'

/**
 * Submits the only form of a page that hands a message to an IdP; the form's button does the same
 * without JavaScript.
 */
export const SUBMIT_SCRIPT = 'document.forms[0].submit()'

/** The part that every page has, written with the first of them: hashing waits for WebCrypto. */
let fixed: string | undefined

async function writeFixed(): Promise<string> {
  const [style, submit, passkey] = await Promise.all(
    [STYLESHEET, SUBMIT_SCRIPT, PASSKEY_SCRIPT].map(hashSource),
  )
  return [
    "default-src 'none'",
    `style-src ${style}`,
    `script-src ${submit} ${passkey}`,
    'img-src data:',
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

async function hashSource(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encodeUtf8(text))
  return `'sha256-${encodeBase64(new Uint8Array(digest))}'`
}

/** Where the forms of a page may go: nowhere, to ourselves, or to an IdP's endpoint (its URL). */
export type FormTarget = 'none' | 'self' | URL

/**
 * Writes the policy of a page. Towards an IdP it names the scheme alone: browsers apply
 * `form-action` to the redirects that follow a submit too, and IdPs redirect between hosts of their
 * own. No text from outside enters the policy.
 *
 * @see CSP Level 3 §6.4.2
 */
export async function contentSecurityPolicy(formTarget: FormTarget): Promise<string> {
  fixed ??= await writeFixed()
  const formAction = formTarget instanceof URL ? schemeOf(formTarget) : `'${formTarget}'`
  return `${fixed}; form-action ${formAction}`
}

// http is for an IdP on loopback, and allows https too.
const schemeOf = ({ protocol }: URL) => (protocol === 'http:' ? 'http:' : 'https:')
