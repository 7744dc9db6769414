// What logout messages are tried by: both bindings end in the same checks.

import type { LogoutResponseExpectation } from '../../../../src/protocol/saml/logout/expectation.ts'
import { CIRCUMSTANCES, judgeQuery, post, signedQuery } from './logout-message.ts'

export const { sloUrl, idpEntityID, spEntityID } = CIRCUMSTANCES

/** Both bindings end in the same checks, so each rule is tried over both. */
export const BINDINGS = {
  'HTTP-POST': post,
  'HTTP-Redirect': async (xml: string, circumstances: Partial<LogoutResponseExpectation> = {}) =>
    judgeQuery(await signedQuery(xml), circumstances),
}
