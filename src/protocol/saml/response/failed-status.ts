// A status that is not Success, as a refusal (SAML Core §3.2.2).

import { STATUS_SUCCESS } from '../namespaces.ts'
import { meaningOfStatus, shownMessage } from '../status.ts'
import { because, type ResponseRefusal } from './check.ts'
import type { ResponseContent } from './response-content.ts'

/** What a failure means, with its codes and the message of the IdP. */
export function failedStatus({ statusCodes, statusMessage }: ResponseContent): ResponseRefusal {
  const message = shownMessage(statusMessage)
  const facts = { expected: STATUS_SUCCESS, got: statusCodes }
  const refusal = because(meaningOfStatus(statusCodes) ?? 'saml_status_not_success', facts)
  return message === undefined ? refusal : { ...refusal, message }
}
