// Step 4 of admission: which user an identity belongs to. Only the identity itself finds a user,
// unless an administrator or the connector's settings allowed a look at the e-mail address (R47,
// R52). Writes nothing.

import type { AdmissionRefusalCode } from '../../login/ports.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { UserId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { findHolder, type Holder } from '../tables/addresses.ts'
import { findUser } from '../tables/find-user.ts'
import { findByIdentity } from '../tables/identities.ts'
import { isLinked } from '../tables/links.ts'
import { firstRow } from '../tables/rows.ts'
import { listCaseVariants } from './case-variants.ts'
import { findByEmail } from './email-links.ts'
import type { EnteringLogin } from './may-enter.ts'
import { findRelinked } from './relinks.ts'

/** The person who logs in, and how they were found. */
export interface Person {
  readonly userId: UserId
  /** Absent: the user is new. */
  readonly user: User | undefined
  /**
   * `relink`: an administrator confirmed it. `email`: the connector links by address. `nothing`:
   * the user is new.
   */
  readonly foundBy: 'identity' | 'relink' | 'link' | 'email' | 'nothing'
  /**
   * The user who has the e-mail address of the login, or one that differs from it in case alone.
   */
  readonly held: Holder | undefined
}

/** Finds the user of an identity, or says that the user is new and gets `newUserId`. */
export function identify(
  sql: SqlStorage,
  login: EnteringLogin,
  newUserId: UserId,
): Result<Person, Refusal<AdmissionRefusalCode>> {
  const recognised = findByIdentity(sql, login)
  const held = findHolder(sql, login.tenantId, login.profile.email)
  const found = (foundBy: Person['foundBy'], user: User | undefined) =>
    ok({ userId: user?.id ?? newUserId, user, foundBy, held })
  if (recognised) return found('identity', recognised)

  const relinked = findRelinked(sql, login, held)
  if (relinked) return found('relink', relinked)

  const differing = findDifference(sql, login, held)
  if (differing) return refuse(differing)

  const holder = held?.same ? held.userId : undefined
  const linked = findLinked(sql, login, holder)
  if (linked) return found('link', linked)

  const joined = findByEmail(sql, login, holder)
  return joined ? found('email', joined) : found('nothing', undefined)
}

/**
 * R47: an identity or address that differs from a known user's in case alone is neither that user
 * nor a new one, until an administrator decides.
 */
function findDifference(
  sql: SqlStorage,
  login: EnteringLogin,
  held: Holder | undefined,
): Refusal<AdmissionRefusalCode> | undefined {
  if (listCaseVariants(sql, login).length > 0) return { code: 'login_identity_case_differs' }
  return held && !held.same ? { code: 'login_email_case_differs' } : undefined
}

/**
 * The holder of the address, if an administrator linked them to this very connector and they have
 * come in through none yet, invited or by a password. The address finds only them, and only once
 * (R52).
 */
function findLinked(
  sql: SqlStorage,
  { tenantId, connectorId }: EnteringLogin,
  holder: string | undefined,
): User | undefined {
  const user = holder === undefined ? undefined : findUser(sql, tenantId, holder)
  const expected = user?.status === 'invited' || user?.status === 'active'
  if (!expected || hasIdentity(sql, user)) return undefined
  return isLinked(sql, { tenantId, userId: user.id, connectorId }) ? user : undefined
}

const hasIdentity = (sql: SqlStorage, { tenantId, id }: User): boolean =>
  firstRow(
    sql,
    'SELECT 1 FROM identities WHERE tenant_id = ? AND user_id = ? LIMIT 1',
    tenantId,
    id,
  ) !== undefined
