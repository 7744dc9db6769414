// Which refusals an operation can answer, and with which status: derived from what it takes, for
// routing and description.

import { API_SCOPES } from '../../../tenants/api-key.ts'
import { COMMANDS, type CommandKind } from '../../../tenants/commands/commands.ts'
import { type ProblemCode, statusOf } from './api-refusals.ts'
import { opensToSessions, takesRecentAuthentication } from './authenticate-person.ts'
import type { Operation } from './operation.ts'
import { PATH_PARAMETERS, pathNames } from './path-parameters.ts'
import { isChangeOfOne, isCreation } from './read-envelope.ts'
import type { ProblemStatus } from './refusal-statuses.ts'

/** The codes an operation may answer: its own, and those that follow from what it takes. */
export function codesOf(operation: Operation): readonly ProblemCode[] {
  if (operation.access === 'anybody') return codesForAnybody(operation)
  const codes: ProblemCode[] = ['api_rate_limited', ...credentialCodes(operation)]
  codes.push(...unknownInPath(operation))
  if (
    API_SCOPES.some((scope) => scope === operation.access) &&
    pathNames(operation.path).length === 0 &&
    !(operation.acceptsBoundKeys && operation.method === 'GET')
  )
    codes.push('api_key_bound')
  codes.push(...guestCodes(operation))
  if (opensToSessions(operation)) codes.push('api_origin_foreign')
  if (opensToSessions(operation) && operation.method !== 'GET') codes.push('api_body_not_json')
  if (takesRecentAuthentication(operation)) codes.push('api_recent_authentication_required')
  if (isCreation(operation)) codes.push('api_header_invalid', 'api_idempotency_mismatch')
  if (isChangeOfOne(operation)) codes.push('api_header_invalid', 'api_precondition_failed')
  if (takesCursor(operation)) codes.push('api_cursor_foreign')
  if (operation.body !== undefined)
    codes.push('api_body_too_large', 'api_body_not_json', 'api_json_malformed')
  codes.push('api_members_invalid', ...ownCodes(operation), 'api_unavailable', 'api_fault')
  return [...new Set(codes)]
}

/** What a guest of a set-up link may be refused. */
function guestCodes({ guests, activates }: Operation): readonly ProblemCode[] {
  if (guests === undefined) return ['setup_link_task_missing']
  return [
    'setup_session_missing',
    'setup_link_unknown',
    'setup_link_revoked',
    'setup_link_expired',
    'setup_link_done',
    'setup_link_task_missing',
    ...(activates ? (['setup_link_activation_missing'] as const) : []),
  ]
}

/** Without a credential there is nothing to be refused for one. */
function codesForAnybody(operation: Operation): readonly ProblemCode[] {
  const ofBody = ['api_body_too_large', 'api_json_malformed', 'api_members_invalid'] as const
  return [
    ...new Set<ProblemCode>([
      'api_rate_limited',
      'api_origin_foreign',
      ...(operation.method === 'GET' ? [] : (['api_body_not_json'] as const)),
      ...(operation.body === undefined ? (['api_members_invalid'] as const) : ofBody),
      ...ownCodes(operation),
      'api_unavailable',
      'api_fault',
    ]),
  ]
}

/** What is refused for want of the right credential. */
function credentialCodes(operation: Operation): readonly ProblemCode[] {
  const { access } = operation
  const codes = ['api_credentials_missing', 'api_credentials_invalid'] as const
  if (access === 'operator')
    return opensToSessions(operation) ? [...codes, 'api_scope_missing'] : codes
  return [
    ...codes,
    'api_key_required',
    ...(access === 'signed_in' ? [] : (['api_scope_missing'] as const)),
  ]
}

/** What an operation refuses by itself, and what its command refuses. */
function ownCodes({ command, never = [], refusals = [] }: Operation): readonly ProblemCode[] {
  const ofCommand: readonly ProblemCode[] =
    command === undefined
      ? []
      : ['tenant_unknown', ...reservation(command), ...COMMANDS[command].refusals]
  return [...refusals, ...ofCommand.filter((code) => !never.includes(code))]
}

/** What a command that changes something is refused in the home tenant. */
function reservation(kind: CommandKind): readonly ProblemCode[] {
  const { onlyLooks, repairs } = COMMANDS[kind]
  return onlyLooks || repairs ? [] : ['home_tenant_reserved']
}

/**
 * The status of a refusal of an operation. What only the body names and nobody has is a wrong
 * member, not a wrong URL.
 */
export function statusIn(operation: Operation, code: ProblemCode): ProblemStatus {
  const status = statusOf(code)
  const onlyInBody =
    operation.body !== undefined &&
    operation.about !== code &&
    !unknownInPath(operation).includes(code)
  return status === 404 && onlyInBody ? 422 : status
}

const takesCursor = ({ query }: Operation): boolean =>
  query !== undefined && 'entries' in query && 'cursor' in (query.entries as object)

const unknownInPath = ({ path }: Operation): readonly ProblemCode[] =>
  pathNames(path).map((name) => PATH_PARAMETERS[name].unknown)
