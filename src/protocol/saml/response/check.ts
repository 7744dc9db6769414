// The form of a check: one rule, whether it holds, and what there is to say about it. A login needs
// to know the first one that does not hold; the test page shows them all.

import type { Fact, Refusal } from '../../../refusal.ts'
import { shortFact } from '../../../refusal.ts'
import type { XmlRefusalCode } from '../../xml/xml-refusals.ts'
import type { DsigRefusalCode } from '../../xmldsig/xmldsig-refusals.ts'
import type { XmlencRefusalCode } from '../../xmlenc/xmlenc-refusals.ts'
import type { StatusRefusalCode } from '../status-refusals.ts'
import type { AssertionContent } from './assertion-content.ts'
import type { Expectation } from './expectation.ts'
import type { ResponseContent } from './response-content.ts'
import type { SamlRefusalCode } from './response-refusals.ts'

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
  SamlRefusalCode | StatusRefusalCode | DsigRefusalCode | XmlencRefusalCode | XmlRefusalCode
>

/** A step as the test page names it. */
export interface Heading {
  readonly rule: string
  /** In plain words, what holds when it passes. */
  readonly title: string
}

export interface Check<Subject> extends Heading {
  readonly holds: (subject: Subject, expectation: Expectation) => boolean
  /**
   * Why not; and when it holds, what was compared. Most rules of most logins hold, so this is asked
   * separately.
   */
  readonly explain: (subject: Subject, expectation: Expectation) => ResponseRefusal
}

export type ProfileCheck = Check<Evidence>

/** Why the first check that does not hold refuses; undefined if all hold. */
export function firstRefusal<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  expectation: Expectation,
): ResponseRefusal | undefined {
  for (const { holds, explain } of checks)
    if (!holds(subject, expectation)) return explain(subject, expectation)
  return undefined
}

/**
 * R44: no connector's skew counts for more than this. What lies further ahead than this is in the
 * future for everyone.
 */
export const MAX_SKEW_MS = 300_000

/** R46: how old an assertion may be that answers no request. */
export const UNSOLICITED_LIFETIME_MS = 5 * 60_000

/** R41: names our request, or no request where there was none. */
export const answers = (
  { inResponseTo }: { readonly inResponseTo: string | undefined },
  expectation: Expectation,
): boolean =>
  inResponseTo === expectation.inResponseTo ||
  (expectation.inResponseTo === undefined &&
    inResponseTo !== undefined &&
    expectation.ignoresRequest?.(inResponseTo) === true)

/**
 * A refusal with its facts. They come from the message, so they are cut to what a page can show.
 */
export const because = (
  code: SamlRefusalCode | StatusRefusalCode,
  facts: { readonly expected?: Fact | undefined; readonly got?: Fact | undefined } = {},
): ResponseRefusal => ({
  code,
  ...(facts.expected === undefined ? {} : { expected: shortFact(facts.expected) }),
  ...(facts.got === undefined ? {} : { got: shortFact(facts.got) }),
})

/** The moment of the verdict, as a fact. */
export const nowOf = ({ now }: Expectation): string => new Date(now).toISOString()

/** The tolerance for the IdP's clock, in milliseconds. */
export const skewOf = ({ clockSkewMs }: Expectation): number => Math.min(clockSkewMs, MAX_SKEW_MS)
