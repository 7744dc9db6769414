// A new password: a person asks for a link, opens it, and uses it. Opening one changes nothing,
// because mail scanners open links too.

import { choosePassword } from '../../protocol/passwords/choose-password.ts'
import type { PasswordRefusalCode } from '../../protocol/passwords/password-refusals.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { LoginTrace } from '../login-trace.ts'
import type { Gates } from '../ports.ts'
import type { SentLink } from './link.ts'
import type { OpenLink } from './ports.ts'
import { sealPassword } from './sealed-password.ts'
import {
  type AfterPassword,
  afterPassword,
  isAddress,
  nextStep,
  type PasswordDeps,
} from './sign-in.ts'

export interface LinkDeps extends PasswordDeps {
  readonly gates: Gates
}

/** A link that can be used. */
export interface UsableLink extends SentLink {
  readonly open: OpenLink
}

/** Asks the gate about a link; undefined when it is used or expired. */
export async function openLink(
  { gates }: Pick<LinkDeps, 'gates'>,
  link: SentLink,
): Promise<UsableLink | undefined> {
  const open = await gates.at(link.gate).findPasswordLink(link.key)
  return open && { ...link, open }
}

/** Why a password was not set: it may not be chosen, or the link was used in between. */
export type SetPasswordRefusal = Refusal<
  PasswordRefusalCode | 'login_password_link_unknown' | 'login_password_repeated_otherwise'
>

/** Sets the password that was typed twice. */
export async function setPassword(
  deps: LinkDeps,
  { gate, key, open }: UsableLink,
  {
    typed,
    repeated,
    attempt,
  }: { readonly typed: string; readonly repeated: string; readonly attempt: LoginTrace },
): Promise<Result<AfterPassword, SetPasswordRefusal>> {
  const password = choosePassword(typed, open.about)
  if (!password.ok) return password
  if (typed !== repeated) return refuse({ code: 'login_password_repeated_otherwise' })
  const sealed = await sealPassword(deps, password.value, open.userId)
  const { next, nonce } = await nextStep(deps)
  const use = { ...key, password: sealed, next, event: attempt.facts() }
  const step = await deps.gates.at(gate).usePasswordLink(use)
  return step
    ? ok(afterPassword(step, { gate, proofId: next.proofId, nonce }))
    : refuse({ code: 'login_password_link_unknown' })
}

/** Why nobody was even looked for. */
export type ForgotRefusal =
  | { readonly code: 'login_address_invalid' }
  /** `until`: milliseconds since the epoch. */
  | { readonly code: 'login_password_limited'; readonly until: number }

/** Has a link mailed to whoever has the address, if anybody has: the answer is the same. */
export async function requestNewPassword(
  { passwordVerifiers }: Pick<PasswordDeps, 'passwordVerifiers'>,
  email: string,
  network: string | undefined,
): Promise<Result<undefined, ForgotRefusal>> {
  if (!isAddress(email)) return refuse({ code: 'login_address_invalid' })
  const until = network === undefined ? undefined : await passwordVerifiers.countNetwork(network)
  if (until !== undefined) return refuse({ code: 'login_password_limited', until })
  const verifiers = await passwordVerifiers.find({ email, network: network ?? '' })
  await Promise.all(verifiers.map((verifier) => verifier.requestReset()))
  return ok(undefined)
}
