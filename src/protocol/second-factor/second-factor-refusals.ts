// What can be wrong with a second factor.

import type { MeaningTable } from '../../refusal.ts'

export const SECOND_FACTOR_REFUSALS = {
  second_factor_wrong: {
    message: 'This code is not the right one.',
    fixedBy: 'user',
    rule: 'RFC 6238 §5.2',
  },
  second_factor_clock_off: {
    message:
      'This code belongs to another time: the clock of the device that shows it is off. Have it set by the network. No code up to that time is taken any more.',
    fixedBy: 'user',
    rule: 'RFC 6238 §6',
  },
  second_factor_code_used: {
    message: 'This code has been used already. Wait for the next one.',
    fixedBy: 'user',
    rule: 'I3, RFC 6238 §5.2',
  },
  passkey_malformed: {
    message: 'What the browser sent is no answer of a passkey.',
    fixedBy: 'user',
    rule: 'WebAuthn Level 3 §7',
  },
  passkey_known: {
    message: 'This passkey is set up already.',
    fixedBy: 'user',
    rule: 'WebAuthn Level 3 §7.1',
  },
  passkey_not_verified: {
    message:
      'The passkey did not prove who you are: it answered another question, for another site, or without asking you.',
    fixedBy: 'user',
    rule: 'WebAuthn Level 3 §7',
  },
} as const satisfies MeaningTable

export type SecondFactorRefusalCode = keyof typeof SECOND_FACTOR_REFUSALS
