// A login response, encrypted or not, from the form field to the identity: the way it takes in the
// Worker, with the circumstances of its entry.

import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { readSamlResponse } from '../../src/login/complete/receive-response.ts'
import { BEARER_METHOD } from '../../src/protocol/saml/namespaces.ts'
import type { AssertionContent } from '../../src/protocol/saml/response/assertion-content.ts'
import type { Expectation } from '../../src/protocol/saml/response/expectation.ts'
import { explainResponse } from '../../src/protocol/saml/response/explain-response.ts'
import type { RuleVerdict } from '../../src/protocol/saml/response/rule-verdict.ts'
import { isOurUrl } from '../../src/protocol/saml/same-url.ts'
import { parseInstant } from '../../src/protocol/saml/time.ts'
import { decryptionOf, trustOf } from './circumstances.ts'
import { documentPath, type Entry } from './manifest.ts'
import { accepted, rejected, type Verdict } from './verdict.ts'

/** Judges a Response. */
export async function judgeResponse(entry: Entry): Promise<Verdict> {
  const field = fieldOf(entry)
  const read = readSamlResponse(field)
  if (!read.ok) return rejected(read.refusal)
  const { received } = read.value
  const compared = requestOf(entry)
  const expectation: Expectation = {
    spEntityID: entry.audience,
    acsUrl: entry.recipient,
    inResponseTo: compared ?? received.inResponseTo ?? '',
    requestIssuedAt: 0,
    forceAuthn: false,
    // The label of a person without a NameID: the connector recognises people by an attribute.
    nameIdOptional: entry.expected_nameid === null,
    ...(await trustOf(entry)),
    ...decryptionOf(entry),
  }
  const { outcome, verdicts, content } = await explainResponse(received, expectation)
  if (outcome.ok) return accepted(outcome.value.nameId?.value)
  if (compared !== undefined || content === undefined) return rejected(outcome.refusal)
  const refusal = verdicts.find((verdict) => refuses(verdict, content, expectation))
  return refusal === undefined
    ? accepted(content.nameIds[0]?.value)
    : rejected({ code: refusal.code ?? '' })
}

/** As the browser posts it. */
function fieldOf({ encoding, ...entry }: Entry): string {
  const bytes = readFileSync(documentPath({ encoding, ...entry }))
  if (encoding === 'base64') return bytes.toString('utf8')
  if (encoding !== 'deflate+base64') return bytes.toString('base64')
  return inflateRawSync(Buffer.from(bytes.toString('utf8'), 'base64')).toString('base64')
}

const requestOf = ({ needs, in_response_to }: Entry): string | undefined =>
  needs.includes('allow_unsolicited') ? undefined : in_response_to

/**
 * Whether a verdict refuses a response that need not answer a request, as the service itself always
 * wants (R41).
 */
function refuses(
  { verdict, rule, code }: RuleVerdict,
  content: AssertionContent,
  expectation: Expectation,
): boolean {
  if (verdict !== 'failed' || rule === 'R41') return false
  return code !== 'saml_confirmation_divided' || !isConfirmed(content, expectation)
}

/** One confirmation that meets everything but R41. */
const isConfirmed = (content: AssertionContent, { acsUrl, now }: Expectation): boolean =>
  content.confirmations.some(
    ({ method, recipient, notBefore, notOnOrAfter = '' }) =>
      method === BEARER_METHOD &&
      isOurUrl(recipient, acsUrl) &&
      notBefore === undefined &&
      (parseInstant(notOnOrAfter) ?? 0) > now,
  )
