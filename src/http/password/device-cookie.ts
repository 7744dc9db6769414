// The cookie by which a browser that signed in before is told from a stranger's
// (`login/password/device.ts`). It survives the logout, because it is of use to whoever wants to
// sign in again.

import type { Context } from 'hono'
import { DEVICE_LIFETIME } from '../../login/lifetimes.ts'
import { type KnownDevice, openDevices, sealDevices } from '../../login/password/device.ts'
import type { OpenSession } from '../../login/session.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { readCookies, writeCookie } from '../cookies.ts'
import type { Deps } from '../deps.ts'

const DEVICE_COOKIE = '__Host-device'
const ID_BYTES = 16

/** The accounts that signed in from this browser. */
export const readDevices = (
  c: Context,
  { keyring, clock }: Pick<Deps, 'keyring' | 'clock'>,
): Promise<readonly KnownDevice[]> =>
  openDevices(keyring, readCookies(c).get(DEVICE_COOKIE), clock())

/** Remembers the browser of somebody who has signed in with a password and every factor. */
export async function writeDevice(
  c: Context,
  deps: Pick<Deps, 'keyring' | 'clock' | 'random'>,
  open: OpenSession,
): Promise<void> {
  const id = encodeBase64Url(deps.random(ID_BYTES))
  const value = await sealDevices(deps.keyring, await readDevices(c, deps), open, id)
  writeCookie(c, { name: DEVICE_COOKIE, value, maxAge: DEVICE_LIFETIME / 1000 }, 'Lax')
}
