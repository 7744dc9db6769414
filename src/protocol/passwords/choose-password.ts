// Which passwords may be chosen: long enough, and not among the first that would be guessed (NIST
// SP 800-63B §5.1.1.2). No rule asks for signs or digits, and none for a change without a reason.

import type { Refusal } from '../../refusal.ts'
import { type Result, refuse } from '../../result.ts'
import { lengthOf, MIN_PASSWORD_LENGTH, type Password, preparePassword } from './password.ts'
import type { PasswordRefusalCode } from './password-refusals.ts'
import { isTrivial } from './trivial-password.ts'

/** A new password. `about` is what is known of the person and must not be enough to guess it. */
export function choosePassword(
  typed: string,
  about: readonly string[],
): Result<Password, Refusal<PasswordRefusalCode>> {
  const password = preparePassword(typed)
  if (!password.ok) return password
  if (lengthOf(password.value) < MIN_PASSWORD_LENGTH)
    return refuse({ code: 'password_too_short', expected: MIN_PASSWORD_LENGTH })
  return isTrivial(password.value, about) ? refuse({ code: 'password_trivial' }) : password
}
