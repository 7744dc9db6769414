// Signing in with a password: two calls to a gate, and between them the key is derived here, where
// it holds up nobody else. For an address that nobody has it is the same, so neither answer nor
// time tells of an account.

import { decodeBase64Url, encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import { derivePasswordKey, isOutdated } from '../../protocol/passwords/derive-key.ts'
import { type Password, preparePassword } from '../../protocol/passwords/password.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { Refusal } from '../../refusal.ts'
import type { GrantedApplication } from '../../tenants/application.ts'
import { landingOf } from '../../tenants/connectors/landing.ts'
import { foldEmail } from '../../tenants/email-address.ts'
import { domainOfEmail } from '../../tenants/email-domain.ts'
import { newId, type TenantId } from '../../tenants/ids.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import type { Clock, Random } from '../clock-and-random.ts'
import type { AttemptFacts, LoginTrace } from '../login-trace.ts'
import {
  type OpenSession,
  SESSION_ID_BYTES,
  type SessionHandle,
  writeSessionId,
} from '../session.ts'
import type { KnownDevice } from './device.ts'
import type {
  NextStep,
  PasswordBarCode,
  PasswordStep,
  PasswordVerifier,
  PasswordVerifiers,
} from './ports.ts'
import { sealPassword } from './sealed-password.ts'

export interface PasswordDeps {
  readonly passwordVerifiers: PasswordVerifiers
  readonly keyring: KeyRing
  readonly clock: Clock
  readonly random: Random
}

/** A right password that waits for a second factor; the browser keeps it sealed. */
export interface PendingProof {
  readonly gate: GateAddress
  readonly tenantId: TenantId
  readonly proofId: string
  /** The gate knows its hash. */
  readonly nonce: string
}

/** Somebody who signed in without a connector. */
export interface SignedIn {
  readonly open: OpenSession
  readonly handle: SessionHandle
  /** Where they land who asked for no address; absent where nothing decides. */
  readonly landing?: GrantedApplication
}

/** How it went on from a right password. */
export type AfterPassword =
  | ({ readonly kind: 'admitted' } & SignedIn)
  | { readonly kind: 'second_factor'; readonly proof: PendingProof }
  | {
      readonly kind: 'denied'
      readonly refusal: Refusal<PasswordBarCode>
      readonly recorded: boolean
      /** Waits for a recovery code of the tenant. */
      readonly proof?: PendingProof
    }

export type PasswordSignIn =
  | AfterPassword
  | { readonly kind: 'refused'; readonly code: 'login_address_invalid' | 'login_password_refused' }
  /** `until`: milliseconds since the epoch. */
  | { readonly kind: 'limited'; readonly until: number }

/** Signs somebody in. A network that the platform does not name is not counted. */
export async function signInWithPassword(
  deps: PasswordDeps,
  {
    email,
    typed,
    network,
    devices: known,
    attempt,
  }: {
    readonly email: string
    readonly typed: string
    readonly network: string | undefined
    /** What this browser is known for. */
    readonly devices: readonly KnownDevice[]
    readonly attempt: LoginTrace
  },
): Promise<PasswordSignIn> {
  if (!isAddress(email)) return { kind: 'refused', code: 'login_address_invalid' }
  const password = preparePassword(typed)
  // What no password can be is nobody's, so this tells of nobody.
  if (!password.ok) return { kind: 'refused', code: 'login_password_refused' }
  const { passwordVerifiers } = deps
  // A browser that signed in with this very address has attempts of its own there, so its network
  // counts nothing.
  const devices = known.filter((device) => device.email === foldEmail(email))
  const counted = devices.length === 0 ? network : undefined
  const until = counted === undefined ? undefined : await passwordVerifiers.countNetwork(counted)
  if (until !== undefined) return { kind: 'limited', until }
  const verifiers = await passwordVerifiers.find({ email, network: network ?? '', devices })
  const outcome = await tryVerifiers(deps, verifiers, {
    password: password.value,
    facts: attempt.facts(),
  })
  const right = outcome.kind !== 'refused' && outcome.kind !== 'limited'
  if (right && counted !== undefined) await passwordVerifiers.forgiveNetwork(counted)
  return outcome
}

/** Tells whether a text has the form of an e-mail address. */
export const isAddress = (text: string): boolean =>
  !/[\s\p{Cc}]/u.test(text) && domainOfEmail(text) !== undefined

interface Tried {
  readonly password: Password
  readonly facts: AttemptFacts
}

/**
 * One after the other, until the password is right. Where none is, the shortest wait of those that
 * were not looked at counts.
 */
async function tryVerifiers(
  deps: PasswordDeps,
  [first, ...others]: readonly [PasswordVerifier, ...PasswordVerifier[]],
  { password, facts }: Tried,
): Promise<PasswordSignIn> {
  let outcome = await tryVerifier(deps, first, { password, facts })
  for (const verifier of others) {
    if (outcome.kind !== 'refused' && outcome.kind !== 'limited') return outcome
    // Each tenant has events of its own.
    const own = { ...facts, id: newId('evt', deps.random) }
    const next = await tryVerifier(deps, verifier, { password, facts: own })
    outcome = next.kind === 'refused' ? outcome : next
  }
  return outcome
}

async function tryVerifier(
  deps: PasswordDeps,
  verifier: PasswordVerifier,
  { password, facts }: Tried,
): Promise<PasswordSignIn> {
  const asked = await verifier.begin()
  if (asked.kind === 'limited') return asked
  const salt = decodeBase64Url(asked.salt) ?? new Uint8Array()
  const key = encodeBase64Url(await derivePasswordKey(password, salt, asked.parameters))
  const { next, nonce } = await nextStep(deps)
  const outcome = await verifier.finish({ key, next, event: facts })
  if (outcome.kind === 'refused' || verifier.gate === undefined)
    return { kind: 'refused', code: 'login_password_refused' }
  if (outcome.kind === 'admitted' && isOutdated(asked.parameters)) {
    const { tenantId, userId } = outcome.open.session
    const sealed = await sealPassword(deps, password, userId)
    await verifier.renewPassword({ tenantId, userId, oldSalt: asked.salt, ...sealed })
  }
  return afterPassword(outcome, { gate: verifier.gate, proofId: next.proofId, nonce })
}

/** What a session or a proof will be called, whichever it becomes. */
export async function nextStep({
  random,
}: Pick<PasswordDeps, 'random'>): Promise<{ readonly next: NextStep; readonly nonce: string }> {
  const nonce = encodeBase64Url(random(16))
  const sid = writeSessionId(random(SESSION_ID_BYTES))
  const proofId = encodeBase64Url(random(16))
  return { nonce, next: { sid, proofId, browser: await sha256Hex(nonce) } }
}

/** What the browser is given after a right password. */
export function afterPassword(
  step: PasswordStep,
  { gate, proofId, nonce }: Pick<PendingProof, 'gate' | 'proofId' | 'nonce'>,
): AfterPassword {
  if (step.kind === 'denied') {
    const { recovers: tenantId, ...denied } = step
    return tenantId === undefined
      ? denied
      : { ...denied, proof: { gate, tenantId, proofId, nonce } }
  }
  if (step.kind === 'admitted') return { kind: 'admitted', ...signedIn(step.open, gate) }
  return { kind: 'second_factor', proof: { gate, tenantId: step.tenantId, proofId, nonce } }
}

/**
 * Somebody for whom a session has begun that no connector began: where they land follows from the
 * tenant's rules.
 */
export function signedIn(open: OpenSession, gate: GateAddress): SignedIn {
  const { tenantId, userId, sid } = open.session
  const { roles, groups } = open.user
  const landing = landingOf(open.landing, { roles, groups, attributes: [] }, open.applications)
  return {
    open,
    handle: { gate, tenantId, userId, sid },
    ...(landing === undefined ? {} : { landing }),
  }
}
