// The one way from a received Response to an identity.

import type { Result } from '../../../result.ts'
import type { ResponseRefusal } from './check.ts'
import type { Expectation } from './expectation.ts'
import { explainResponse } from './explain-response.ts'
import type { ReceivedResponse } from './read-received.ts'
import type { VerifiedLogin } from './verified-login.ts'

/** Verifies signatures and profile of a response (R10-R55), and returns who logged in or the first rule that refuses. */
export async function verifyResponse(
  received: ReceivedResponse,
  expectation: Expectation,
): Promise<Result<VerifiedLogin, ResponseRefusal>> {
  const { outcome } = await explainResponse(received, expectation)
  return outcome
}
