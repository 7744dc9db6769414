// What the states and outcomes of tests are called on screens.

import type { ConnectorTest } from '../../api/schema.d.ts'
import type { BadgeState } from '../../parts/badge.tsx'

type State = ConnectorTest['state']

/** State of a test -> badge and word. */
export const TEST_STATES: Readonly<Record<State, readonly [BadgeState, string]>> = {
  issued: ['awaiting', 'Waiting to be opened'],
  opened: ['awaiting', 'At the identity provider'],
  passed: ['live', 'Passed'],
  failed: ['failing', 'Failed'],
  expired: ['disabled', 'Expired'],
}

/** Who mends a refusal -> the person, in words. */
export const MENDED_BY: Readonly<Record<NonNullable<ConnectorTest['fixed_by']>, string>> = {
  idp_admin: 'The administrator of the identity provider',
  sp_admin: 'You, in this connector or its external IdP',
  developer: 'The operator of this service',
  user: 'The person who runs the test',
}

/** What to do about a refusal, by who mends it. */
export const TO_DO: Readonly<Record<NonNullable<ConnectorTest['fixed_by']>, string>> = {
  idp_admin: 'Correct it at the identity provider. This version stays as it is: test it again.',
  sp_admin: 'Change the connector or its external IdP. That makes a new draft to test.',
  developer: 'Send the code and the reference to the operator of this service.',
  user: 'Run the test in one browser, with cookies allowed, without a break.',
}

/** Tells whether a test is under way. */
export const isRunning = (state: State | undefined): boolean =>
  state === 'issued' || state === 'opened'

/** Characters of a version that tell it apart by eye. */
export const shortVersion = (version: string): string => version.slice(0, 8)

/** A fact of a refusal, as lines. */
export function linesOf(fact: unknown): readonly string[] {
  if (fact === null || fact === undefined) return []
  return Array.isArray(fact) ? fact.map(String) : [String(fact)]
}
