// What can be wrong with a password that somebody chooses. Never a password, nor a part of one.

import type { MeaningTable } from '../../refusal.ts'

export const PASSWORD_REFUSALS = {
  password_too_short: {
    message:
      'A password has at least 12 characters. Several words are easier to remember than special characters.',
    fixedBy: 'user',
    rule: 'NIST SP 800-63B §5.1.1.2',
  },
  password_too_long: {
    message: 'A password has at most 256 characters.',
    fixedBy: 'user',
    rule: 'I9',
  },
  password_malformed: {
    message: 'A password has no control characters, and no halves of characters.',
    fixedBy: 'user',
    rule: 'RFC 8265 §4.2',
  },
  password_trivial: {
    message:
      'This password is among the first that would be guessed: a common one, a pattern of the keyboard, a repetition, or your own name.',
    fixedBy: 'user',
    rule: 'NIST SP 800-63B §5.1.1.2',
  },
} as const satisfies MeaningTable

export type PasswordRefusalCode = keyof typeof PASSWORD_REFUSALS
