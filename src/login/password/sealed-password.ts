// A password in the form in which it is kept: derived with a salt of its own under present
// parameters, and sealed (I8).

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import {
  derivePasswordKey,
  PRESENT_PARAMETERS,
  SALT_BYTES,
} from '../../protocol/passwords/derive-key.ts'
import type { Password } from '../../protocol/passwords/password.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { UserId } from '../../tenants/ids.ts'
import type { Random } from '../clock-and-random.ts'
import type { SealedPassword } from './ports.ts'

/** Derives and seals a person's password. */
export async function sealPassword(
  { keyring, random }: { readonly keyring: Pick<KeyRing, 'seal'>; readonly random: Random },
  password: Password,
  userId: UserId,
): Promise<SealedPassword> {
  const salt = Uint8Array.from(random(SALT_BYTES))
  const key = await derivePasswordKey(password, salt, PRESENT_PARAMETERS)
  return {
    salt: encodeBase64Url(salt),
    parameters: PRESENT_PARAMETERS,
    sealedKey: await keyring.seal('password', userId, encodeBase64Url(key)),
  }
}
