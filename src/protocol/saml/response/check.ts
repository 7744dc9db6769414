// The form of a check: one rule, one short function, and what it found, whether that is good or bad. A login needs the
// first bad finding, the test page needs them all.

import type { Fact, Refusal } from '../../../refusal.ts'
import { shortFact } from '../../../refusal.ts'
import type { XmlRefusalCode } from '../../xml/refusals.ts'
import type { DsigRefusalCode } from '../../xmldsig/refusals.ts'
import type { XmlencRefusalCode } from '../../xmlenc/refusals.ts'
import type { AssertionContent } from './assertion-content.ts'
import type { Expectation } from './expectation.ts'
import type { SamlRefusalCode } from './refusals.ts'
import type { ResponseContent } from './response-content.ts'

/** What the checks of the profile look at, once every signature has verified. */
export interface Evidence {
  readonly response: ResponseContent
  /** Otherwise `response` is unsigned, and only refuses, never vouches. */
  readonly responseSigned: boolean
  /** The assertion came encrypted. */
  readonly encrypted: boolean
  readonly assertion: AssertionContent
}

export type ResponseRefusal = Refusal<
  SamlRefusalCode | DsigRefusalCode | XmlencRefusalCode | XmlRefusalCode
>

/** `refusal` says why not, and when the rule holds, what was compared. */
export interface Finding {
  readonly holds: boolean
  readonly refusal: ResponseRefusal
}

export interface Check<Subject> {
  readonly rule: string
  /** In plain words, what holds when it passes. */
  readonly title: string
  readonly check: (subject: Subject, expectation: Expectation) => Finding
}

export type ProfileCheck = Check<Evidence>

/** R44: no connector's skew counts for more than this. What lies further ahead than this is in the future for everyone. */
export const MAX_SKEW_MS = 300_000

/** Puts a finding together. Facts come from the message, so they are cut to what a page can show. */
export function found(
  code: SamlRefusalCode,
  holds: boolean,
  facts: { readonly expected?: Fact | undefined; readonly got?: Fact | undefined } = {},
): Finding {
  const refusal = {
    code,
    ...(facts.expected === undefined ? {} : { expected: shortFact(facts.expected) }),
    ...(facts.got === undefined ? {} : { got: shortFact(facts.got) }),
  }
  return { holds, refusal }
}

/** The tolerance for the IdP's clock, in milliseconds. */
export const skewOf = ({ clockSkewMs }: Expectation): number => Math.min(clockSkewMs, MAX_SKEW_MS)
