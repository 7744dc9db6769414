// Every wrong answer of the demo IdP is refused with the code that names its fault, and makes no
// session.

import { openBrowser } from '../browser.ts'
import { VARIANTS, type Variant } from '../idp/variants.ts'
import type { Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'
import { assertRefused, choose, goToIdp } from './person.ts'

const EXPECTED: readonly (readonly [Variant, string])[] = [
  ['unsigned', 'saml_signature_missing'],
  ['tampered', 'dsig_digest_mismatch'],
  ['other_key', 'dsig_signature_mismatch'],
  ['expired', 'saml_confirmation_expired'],
  ['wrong_audience', 'saml_audience_mismatch'],
  ['wrong_recipient', 'saml_recipient_mismatch'],
  ['wrong_issuer', 'saml_issuer_mismatch'],
  ['wrong_request', 'login_request_unknown'],
  ['declined', 'saml_status_authn_failed'],
  // The last correct answer belongs to another browser's login.
  ['replayed', 'login_request_unknown'],
]

/** Sends each of the IdP's wrong answers, each from a new browser. */
export async function checkRefusals(tally: Tally, stack: Stack): Promise<void> {
  for (const [variant, code] of EXPECTED)
    await tally.check(`Refused: ${VARIANTS[variant].label} (${code})`, async () => {
      const browser = openBrowser()
      const answer = await choose(browser, await goToIdp(browser, stack), variant)
      await assertRefused(browser, await browser.submit(answer), code, stack)
    })
}
