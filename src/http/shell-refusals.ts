// What the shell itself refuses to programs, beside the API.

import type { MeaningTable } from '../refusal.ts'

/** Refusals that belong to no area. */
export const SHELL_REFUSALS = {
  session_none: {
    message: 'There is no session in this browser.',
    fixedBy: 'user',
    rule: 'RFC 9110 §15.5.2',
  },
  service_unavailable: {
    message: 'A part of the sign-in service did not answer. Nothing was changed.',
    fixedBy: 'user',
    rule: 'I9, RFC 9110 §15.6.4',
  },
  service_fault: {
    message: 'Something went wrong in the sign-in service. It is a mistake of the service.',
    fixedBy: 'sp_admin',
    rule: 'I7, RFC 9110 §15.6.1',
  },
} as const satisfies MeaningTable
