// A change that would take the last way in from a tenant's administrators is refused. Here the
// person may choose what the API offers in its place.

import { useState } from 'react'
import { CheckboxField } from '../../parts/fields.tsx'
import type { ShownProblem } from '../../parts/notice.tsx'

interface Coded extends ShownProblem {
  readonly code: string
}

interface WayInQuery {
  readonly enforcement?: 'turn_off'
  readonly confirm?: 'last_admin'
}

const TURN_OFF = ['enforcement_needs_connector', 'enforcement_needs_way_back']
const LAST_ADMIN = ['administrators_locked_out', 'user_last_admin']

/** The choice that a refusal offers, as a field and as the query of the next try. */
export function useWayIn(problem: Coded | undefined) {
  const [agreed, agree] = useState(false)
  const code = problem?.code ?? ''
  const label = TURN_OFF.includes(code)
    ? 'Let people sign in with a password again, and go on'
    : LAST_ADMIN.includes(code)
      ? 'Leave the tenant without an administrator who gets in, and go on'
      : undefined
  const query: WayInQuery =
    !agreed || label === undefined
      ? {}
      : LAST_ADMIN.includes(code)
        ? { confirm: 'last_admin' }
        : { enforcement: 'turn_off' }
  const field =
    label === undefined ? null : <CheckboxField label={label} checked={agreed} onChange={agree} />
  return { field, query } as const
}
