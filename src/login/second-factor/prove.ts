// The step between password and session: what the browser holds names a proof in a gate, which
// decides.

import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { Random } from '../clock-and-random.ts'
import type { LoginTrace } from '../login-trace.ts'
import type { KnownDevice } from '../password/device.ts'
import { type PendingProof, type SignedIn, signedIn } from '../password/sign-in.ts'
import type { Gates } from '../ports.ts'
import { SESSION_ID_BYTES, writeSessionId } from '../session.ts'
import type { FactorAnswer } from './factor.ts'
import type {
  EnrolmentOutcome,
  OpenProof,
  ProofEnrolment,
  ProofKey,
  ProofOutcome,
} from './ports.ts'

export interface ProofDeps {
  readonly gates: Gates
  readonly random: Random
}

/** How it went on from an answer. */
export type Proven =
  | Exclude<ProofOutcome, { readonly kind: 'admitted' }>
  | ({ readonly kind: 'admitted'; readonly codesLeft?: number } & SignedIn)

/** The proof as its gate knows it. */
export const proofKeyOf = async ({
  tenantId,
  proofId,
  nonce,
}: Pick<PendingProof, 'tenantId' | 'proofId' | 'nonce'>): Promise<ProofKey> => ({
  tenantId,
  proofId,
  browser: await sha256Hex(nonce),
})

/** Of what a browser is known for, what concerns a tenant. */
export const devicesIn = (
  tenantId: TenantId,
  devices: readonly KnownDevice[],
): readonly KnownDevice[] => devices.filter((device) => device.tenantId === tenantId)

/** What the person may answer; undefined when the proof is over. */
export const openProof = async (
  { gates }: Pick<ProofDeps, 'gates'>,
  pending: PendingProof,
): Promise<OpenProof | undefined> => gates.at(pending.gate).findProof(await proofKeyOf(pending))

/** Answers it. */
export async function answerProof(
  { gates, random }: ProofDeps,
  pending: PendingProof,
  {
    answer,
    attempt,
    devices,
  }: {
    readonly answer: FactorAnswer
    readonly attempt: LoginTrace
    readonly devices: readonly KnownDevice[]
  },
): Promise<Proven> {
  const key = { ...(await proofKeyOf(pending)), devices: devicesIn(pending.tenantId, devices) }
  const sid = writeSessionId(random(SESSION_ID_BYTES))
  const { gate } = pending
  const outcome = await gates.at(gate).answerProof({ ...key, answer, sid, event: attempt.facts() })
  if (outcome.kind !== 'admitted') return outcome
  const { open, ...rest } = outcome
  return { ...rest, ...signedIn(open, gate) }
}

/** Sets a second factor up instead, where there is none to answer with. */
export async function enrolByProof(
  { gates, random }: ProofDeps,
  pending: PendingProof,
  { change, attempt }: { readonly change: ProofEnrolment['change']; readonly attempt: LoginTrace },
): Promise<Enrolled> {
  const key = await proofKeyOf(pending)
  const sid = writeSessionId(random(SESSION_ID_BYTES))
  const { gate } = pending
  const request = { ...key, change, sid, event: attempt.facts() }
  const outcome = await gates.at(gate).enrolByProof(request)
  return outcome.kind === 'admitted'
    ? { kind: 'admitted', ...signedIn(outcome.open, gate) }
    : outcome
}

/** How it went on from there. */
export type Enrolled =
  | Exclude<EnrolmentOutcome, { readonly kind: 'admitted' }>
  | ({ readonly kind: 'admitted' } & SignedIn)
