// Changing one's password: two calls to the gate, and between them the keys are derived here, where
// they hold up nobody else.

import { decodeBase64Url, encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { choosePassword } from '../../protocol/passwords/choose-password.ts'
import { derivePasswordKey } from '../../protocol/passwords/derive-key.ts'
import { preparePassword } from '../../protocol/passwords/password.ts'
import type { PasswordRefusalCode } from '../../protocol/passwords/password-refusals.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { Refusal } from '../../refusal.ts'
import type { Random } from '../clock-and-random.ts'
import { sealPassword } from '../password/sealed-password.ts'
import type { Gate } from '../ports.ts'
import type { AccountKey, AccountOutcome, AccountRefusalCode } from './ports.ts'

export interface TypedPasswords {
  readonly present: string
  readonly wanted: string
  readonly repeated: string
}

export type Replaced =
  | Extract<AccountOutcome, { kind: 'no_session' | 'changed' }>
  | { readonly kind: 'limited'; readonly until: number }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal<
        AccountRefusalCode | PasswordRefusalCode | 'login_password_repeated_otherwise'
      >
    }

/**
 * Replaces the present password. What may not be chosen is refused before the present one is looked
 * at.
 */
export async function replacePassword(
  {
    gate,
    keyring,
    random,
  }: { readonly gate: Gate; readonly keyring: Pick<KeyRing, 'seal'>; readonly random: Random },
  key: AccountKey,
  { present, wanted, repeated }: TypedPasswords,
): Promise<Replaced> {
  const prepared = preparePassword(present)
  if (!prepared.ok) return refused('login_present_password_wrong')
  if (wanted !== repeated) return refused('login_password_repeated_otherwise')
  const asked = await gate.askCurrentPassword(key)
  if (asked.kind !== 'asked') return asked
  const chosen = choosePassword(wanted, asked.about)
  if (!chosen.ok) return { kind: 'refused', refusal: chosen.refusal }
  const salt = decodeBase64Url(asked.salt) ?? new Uint8Array()
  const derived = await derivePasswordKey(prepared.value, salt, asked.parameters)
  const password = await sealPassword({ keyring, random }, chosen.value, asked.userId)
  return gate.replacePassword({ ...key, key: encodeBase64Url(derived), password })
}

const refused = (
  code: 'login_present_password_wrong' | 'login_password_repeated_otherwise',
): Replaced => ({ kind: 'refused', refusal: { code } })
