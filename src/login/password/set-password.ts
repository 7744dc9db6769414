// A new password: a link is asked for, opened, and used. Opening one changes nothing, because mail scanners open links too.

import { choosePassword } from '../../protocol/passwords/choose-password.ts'
import type { PasswordRefusalCode } from '../../protocol/passwords/refusals.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import type { Attempt } from '../attempt.ts'
import type { Gates } from '../ports.ts'
import { readLink } from './link.ts'
import type { LinkKey, OpenLink } from './ports.ts'
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
export interface UsableLink {
  readonly gate: GateAddress
  readonly key: LinkKey
  readonly open: OpenLink
}

/** Opens a link by its token; undefined when it is used, expired, or none of ours. */
export async function openLink(
  { keyring, gates }: LinkDeps,
  token: string,
): Promise<UsableLink | undefined> {
  const link = await readLink(keyring, token)
  const open = link && (await gates.at(link.gate).findPasswordLink(link.key))
  return link && open && { ...link, open }
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
  }: { readonly typed: string; readonly repeated: string; readonly attempt: Attempt },
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
  { passwordDoors }: Pick<PasswordDeps, 'passwordDoors'>,
  email: string,
  network: string | undefined,
): Promise<Result<undefined, ForgotRefusal>> {
  if (!isAddress(email)) return refuse({ code: 'login_address_invalid' })
  const until = network === undefined ? undefined : await passwordDoors.countNetwork(network)
  if (until !== undefined) return refuse({ code: 'login_password_limited', until })
  const doors = await passwordDoors.find(email, network ?? '')
  await Promise.all(doors.map((door) => door.requestReset()))
  return ok(undefined)
}
