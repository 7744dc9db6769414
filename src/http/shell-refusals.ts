// What the shell itself refuses to programs, beside the API.

import type { MeaningTable } from '../refusal.ts'

/** Refusals that belong to no area. */
export const SHELL_REFUSALS = {
  session_none: {
    says: 'There is no session in this browser.',
    fixedBy: 'user',
    rule: 'RFC 9110 §15.5.2',
  },
} as const satisfies MeaningTable
