// References: what a person or a program quotes when it asks for help.

import type { Random } from '../login/clock-and-random.ts'

const RANDOM_BYTES = 10

/** Makes the id of a request: `req_` and 80 random bits as hex. It is logged beside whatever happened. */
export const newRequestId = (random: Random): string =>
  `req_${Array.from(random(RANDOM_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
