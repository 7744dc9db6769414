// What a login would come to, for the administrator who tests a version: the steps of an admission
// that read, and none that writes.

import type { AdmissionRequest, ForeseenLogin } from '../../login/ports.ts'
import { grantedApplications } from '../tables/grants.ts'
import { firstRow } from '../tables/rows.ts'
import { authorise } from './authorise.ts'
import { identify, type Person } from './identify.ts'
import { mayEnter } from './may-enter.ts'

/** Nobody has this id. It represents a user who would be created. */
const NOBODY = 'usr_'

/** Says who the person would be here, with which roles, and where they could land. */
export function foreseeLogin(sql: SqlStorage, request: AdmissionRequest): ForeseenLogin {
  // Whether the connector is enabled is no matter of the version under test.
  const entered = mayEnter(sql, request, { enabled: true })
  if (!entered.ok) return { outcome: 'refused', refusal: entered.refusal, applications: [] }
  const login = entered.value
  const places = findPlaces(sql, login)
  const person = identify(sql, login, NOBODY)
  if (!person.ok) return { outcome: 'refused', refusal: person.refusal, ...places }
  const { user } = person.value
  const found = { ...(user && { userId: user.id }), ...places }
  const roles = authorise(sql, login, person.value)
  if (!roles.ok) return { outcome: 'refused', refusal: roles.refusal, ...found }
  return { outcome: outcomeOf(person.value), roles: roles.value.roles, ...found }
}

function outcomeOf({ user, foundBy }: Person): ForeseenLogin['outcome'] {
  if (user === undefined) return 'created'
  return foundBy === 'identity' ? 'known' : 'linked'
}

/** Where a session of the tenant could land, as `openSession` says of one that exists. */
function findPlaces(
  sql: SqlStorage,
  { tenantId, environment }: AdmissionRequest,
): Pick<ForeseenLogin, 'applications' | 'landing'> {
  const tenant = firstRow<{ landing: string | null }>(
    sql,
    'SELECT landing FROM tenants WHERE tenant_id = ?',
    tenantId,
  )
  const granted = grantedApplications(sql, tenantId)
  return {
    applications: granted.filter((one) => one.environment === environment),
    ...(tenant?.landing ? { landing: JSON.parse(tenant.landing) } : {}),
  }
}
