// The Content-Security-Policy of every page: nothing loads, nothing frames us, and only the stylesheet and
// two scripts run, each allowed by its hash, so that injected markup could do nothing.

import { createHash } from 'node:crypto'
import { PASSKEY_SCRIPT } from './passkey-form.tsx'
import { STYLESHEET } from './stylesheet.ts'

/** Submits the only form of a page that hands a message to an IdP; the form's button does the same without JavaScript. */
export const SUBMIT_SCRIPT = 'document.forms[0].submit()'

// node:crypto because the policy is needed at start-up, before anything may be awaited.
const hashSource = (text: string) =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const FIXED = [
  "default-src 'none'",
  `style-src ${hashSource(STYLESHEET)}`,
  `script-src ${hashSource(SUBMIT_SCRIPT)} ${hashSource(PASSKEY_SCRIPT)}`,
  'img-src data:',
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Where the forms of a page may go: nowhere, to ourselves, or to an IdP's endpoint (its URL). */
export type FormTarget = 'none' | 'self' | URL

/**
 * Writes the policy of a page. Towards an IdP it names the scheme alone: browsers apply `form-action` to the redirects
 * that follow a submit too, and IdPs redirect between hosts of their own. No text from outside enters the policy.
 *
 * @see CSP Level 3 §6.4.2
 */
export function contentSecurityPolicy(formTarget: FormTarget): string {
  const formAction = formTarget instanceof URL ? schemeOf(formTarget) : `'${formTarget}'`
  return `${FIXED}; form-action ${formAction}`
}

// http is for an IdP on loopback, and allows https too.
const schemeOf = ({ protocol }: URL) => (protocol === 'http:' ? 'http:' : 'https:')
