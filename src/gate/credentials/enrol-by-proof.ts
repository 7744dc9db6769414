// Setting a second factor up between password and session, where the tenant requires one and the
// person has none. The proof stands in for the session, and is spent by the first answer of the new
// factor.

import type { EnrolmentOutcome, ProofEnrolment, ProofKey } from '../../login/second-factor/ports.ts'
import type { AuthenticationMethod } from '../../login/session.ts'
import type { FactorKind } from '../../tenants/second-factor.ts'
import type { User } from '../../tenants/user.ts'
import { findPasswordBar } from '../enforcement/policy.ts'
import { beginSession } from '../sessions/password-sessions.ts'
import { findTenant } from '../tables/configurations.ts'
import type { GateContext } from '../tables/context.ts'
import { findUser } from '../tables/find-user.ts'
import { notifyOfChange } from './account.ts'
import { forgetAttempts } from './attempts.ts'
import {
  checkFirstAnswer,
  confirmFactor,
  ENROLMENT_OVER,
  type Enroller,
  prepareFactor,
  showPending,
} from './enrolment.ts'
import { holdEnrolment } from './enrolments.ts'
import { attemptKeyOf, readProof } from './second-factor-proofs.ts'
import { readFactors } from './second-factors.ts'

/** Begins to set a factor up, or ends it with a session. */
export async function enrolByProof(
  context: GateContext,
  request: ProofEnrolment,
  now: number,
): Promise<EnrolmentOutcome> {
  const { storage, keyring } = context
  const held = holdProof(storage.sql, request, now)
  if (held === undefined) return { kind: 'gone' }
  const { enroller } = held
  const { change } = request
  if (change.kind === 'add_factor') {
    const row = await prepareFactor(keyring, enroller, { kind: change.factor, name: change.name })
    const pending = await showPending(keyring, row, { enroller, rows: [] })
    return storage.transactionSync(() => {
      if (holdProof(storage.sql, request, now) === undefined) return { kind: 'gone' }
      holdEnrolment(storage.sql, row, now)
      return { kind: 'pending', pending }
    })
  }
  const given = { rows: [], answer: change.answer, now }
  const checked = await checkFirstAnswer(context, enroller, given)
  if (!checked.ok) return { kind: 'refused', ...checked.refusal }
  return storage.transactionSync(() => {
    const again = holdProof(storage.sql, request, now)
    if (again === undefined) return { kind: 'gone' }
    if (!confirmFactor(storage.sql, checked.value, now))
      return { kind: 'refused', ...ENROLMENT_OVER }
    return admit(storage.sql, request, { ...again, factor: checked.value.kind, now })
  })
}

interface EnrollingProof {
  readonly user: User
  readonly proven: readonly AuthenticationMethod[]
  readonly enroller: Enroller
}

/**
 * The person of a proof that may enrol: they have no factor that they would have to prove instead.
 */
function holdProof(sql: SqlStorage, key: ProofKey, now: number): EnrollingProof | undefined {
  const proof = readProof(sql, key, now)
  if (proof === undefined || proof.sid !== null) return undefined
  const user = findUser(sql, key.tenantId, proof.user_id)
  const tenant = findTenant(sql, key.tenantId)
  if (user === undefined || tenant === undefined || findPasswordBar(sql, user, now))
    return undefined
  const owner = { tenantId: key.tenantId, userId: user.id }
  if (readFactors(sql, owner).length > 0) return undefined
  const account = user.email ?? user.userId ?? user.id
  return {
    user,
    proven: JSON.parse(proof.factors),
    enroller: { ...owner, begunBy: key.proofId, account, issuer: tenant.name },
  }
}

function admit(
  sql: SqlStorage,
  { sid, event }: ProofEnrolment,
  {
    user,
    proven,
    factor,
    now,
  }: EnrollingProof & { readonly factor: FactorKind; readonly now: number },
): EnrolmentOutcome {
  const { tenantId, id: userId } = user
  forgetAttempts(sql, attemptKeyOf({ tenantId, userId }), now)
  const told = { event: 'second_factor.added', mail: 'second_factor_added' } as const
  // Spends this proof with the others: of those who know the password one sets the factor up.
  notifyOfChange(sql, { tenantId, userId, sid }, { ...told, facts: { factor }, now })
  const methods = [...proven, factor === 'totp' ? 'otp' : 'hwk'] as const
  return {
    kind: 'admitted',
    open: beginSession(sql, user, { sid, methods, event, now, factorAt: now }),
  }
}
