// Which refusals an operation can answer, and with which status: derived from what it takes, for routing and description.

import type { Operation } from './operation.ts'
import { PATH_PARAMETERS, pathNames } from './path-parameters.ts'
import { type ProblemCode, type ProblemStatus, statusOf } from './refusals.ts'

/** The codes an operation may answer: its own, and those that follow from what it takes. */
export function codesOf(operation: Operation): readonly ProblemCode[] {
  const codes: ProblemCode[] = ['api_credentials_missing', 'api_credentials_invalid']
  if (operation.access === 'api_key') codes.push('api_key_required')
  codes.push(...unknownInPath(operation))
  if (operation.body !== undefined)
    codes.push('api_body_too_large', 'api_body_not_json', 'api_json_malformed')
  codes.push('api_members_invalid', ...operation.refusals, 'api_unavailable', 'api_fault')
  return [...new Set(codes)]
}

/** The status of a refusal of an operation. What only the body names and nobody has is a wrong member, not a wrong URL. */
export function statusIn(operation: Operation, code: ProblemCode): ProblemStatus {
  const status = statusOf(code)
  return status === 404 && !unknownInPath(operation).includes(code) ? 422 : status
}

const unknownInPath = ({ path }: Operation): readonly ProblemCode[] =>
  pathNames(path).map((name) => PATH_PARAMETERS[name].unknown)
