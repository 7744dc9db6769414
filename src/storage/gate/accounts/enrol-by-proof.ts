// Setting a second factor up between password and session, where the tenant requires one and the person has none. The proof
// stands in for the session, and is spent by the first answer of the new factor.

import type {
  EnrolmentOutcome,
  ProofEnrolment,
  ProofKey,
} from '../../../login/second-factor/ports.ts'
import type { AuthenticationMethod } from '../../../login/session.ts'
import { newId } from '../../../tenants/ids.ts'
import type { User } from '../../../tenants/user.ts'
import { strongRandom } from '../../random.ts'
import { findTenant } from '../configurations.ts'
import type { GateContext } from '../context.ts'
import { appendEvent } from '../events.ts'
import { findUser } from '../sessions.ts'
import { forgetAttempts } from './attempts.ts'
import {
  checkFirstAnswer,
  confirmFactor,
  type Enroller,
  findPending,
  holdFactor,
  prepareFactor,
  showPending,
} from './enrolment.ts'
import { noticeTo, queueMail } from './mail-queue.ts'
import { beginSession } from './password-sessions.ts'
import { findPasswordBar } from './policy.ts'
import { attemptKeyOf, readProof, spend } from './second-factor-proofs.ts'
import { type FactorRow, readFactors } from './second-factors.ts'

const OVER = { kind: 'refused', refusal: { code: 'login_enrolment_over' } } as const

/** Begins to set a factor up, or ends it with a session. */
export async function enrolByProof(
  context: GateContext,
  request: ProofEnrolment,
  now: number,
): Promise<EnrolmentOutcome> {
  const { storage, keyring } = context
  const held = holdEnrolment(storage.sql, request, now)
  if (held === undefined) return { kind: 'gone' }
  const { enroller } = held
  const { change } = request
  if (change.kind === 'add_factor') {
    const wanted = { kind: change.factor, name: change.name, now }
    const row = await prepareFactor(keyring, enroller, wanted)
    const pending = await showPending(keyring, row, { enroller, rows: [] })
    return storage.transactionSync(() => {
      if (holdEnrolment(storage.sql, request, now) === undefined) return { kind: 'gone' }
      holdFactor(storage.sql, row)
      return { kind: 'pending', pending }
    })
  }
  const row = findPending(storage.sql, enroller, now)
  if (row === undefined) return OVER
  const checked = await checkFirstAnswer(keyring, row, { answer: change.answer, now })
  if (!checked.ok) {
    const pending = await showPending(keyring, row, { enroller, rows: [] })
    return { kind: 'refused', refusal: checked.refusal, pending }
  }
  return storage.transactionSync(() => {
    const again = holdEnrolment(storage.sql, request, now)
    if (again === undefined) return { kind: 'gone' }
    if (!confirmFactor(storage.sql, checked.value, now)) return OVER
    return admit(storage.sql, request, { ...again, row, now })
  })
}

interface HeldEnrolment {
  readonly user: User
  readonly proven: readonly AuthenticationMethod[]
  readonly enroller: Enroller
}

/** The person of a proof that may enrol: they have no factor that they would have to prove instead. */
function holdEnrolment(sql: SqlStorage, key: ProofKey, now: number): HeldEnrolment | undefined {
  const proof = readProof(sql, key, now)
  if (proof === undefined || proof.sid !== null) return undefined
  const user = findUser(sql, key.tenantId, proof.user_id)
  const tenant = findTenant(sql, key.tenantId)
  if (user === undefined || tenant === undefined || findPasswordBar(sql, user, now))
    return undefined
  const owner = { tenantId: key.tenantId, userId: user.id }
  if (readFactors(sql, owner).length > 0) return undefined
  const account = user.email ?? user.id
  return {
    user,
    proven: JSON.parse(proof.factors),
    enroller: { ...owner, account, issuer: tenant.name },
  }
}

function admit(
  sql: SqlStorage,
  request: ProofEnrolment,
  { user, proven, row, now }: HeldEnrolment & { readonly row: FactorRow; readonly now: number },
): EnrolmentOutcome {
  spend(sql, request, now)
  const { tenantId, id: userId } = user
  forgetAttempts(sql, attemptKeyOf({ tenantId, userId }))
  const data = { factor: row.kind }
  const id = newId('evt', strongRandom)
  appendEvent(sql, { id, type: 'second_factor.added', tenantId, userId, at: now, data })
  queueMail(sql, noticeTo({ tenantId, userId }, 'second_factor_added', { now, facts: data }), now)
  const { sid, event } = request
  const methods = [...proven, row.kind === 'totp' ? 'otp' : 'hwk'] as const
  return {
    kind: 'admitted',
    open: beginSession(sql, user, { sid, methods, event, now, factorAt: now }),
  }
}
