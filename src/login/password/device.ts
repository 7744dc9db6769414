// Device cookies (OWASP, "Slow down online guessing attacks with device cookies"): a browser that
// signed in with a password and every factor is known for a while. It opens nothing. It only has
// attempts of its own, so strangers who guess at the account do not lock its owner out. The cookie
// is sealed and names the account; the gate decides whether it still counts.

import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { foldEmail } from '../../tenants/email-address.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import { DEVICE_LIFETIME } from '../lifetimes.ts'
import type { OpenSession } from '../session.ts'

const RECORD = 'browser'
/** Accounts that one browser is known for: those that signed in last. */
const MAX_ACCOUNTS = 4
/** Longer than any of ours. */
const LONGEST = 4_000

/** An account that signed in from this browser. */
export interface KnownDevice {
  readonly tenantId: TenantId
  readonly userId: UserId
  /** The address at that time, as addresses are compared (`foldEmail`). */
  readonly email: string
  /** Random: what attempts of this browser at the account are counted by. */
  readonly id: string
  /** When the person signed in, epoch ms by the gate's clock. */
  readonly at: number
}

/** Reads the cookie. What we did not seal, and what has expired, is left out. */
export async function openDevices(
  keyring: Pick<KeyRing, 'open'>,
  sealed: string | undefined,
  now: number,
): Promise<readonly KnownDevice[]> {
  if (sealed === undefined || sealed.length > LONGEST) return []
  const opened = await keyring.open('device', RECORD, sealed)
  const devices: readonly KnownDevice[] = opened === undefined ? [] : JSON.parse(opened)
  return devices.filter(({ at }) => at + DEVICE_LIFETIME > now)
}

/** The cookie that also knows the person of a session that has just begun. */
export function sealDevices(
  keyring: Pick<KeyRing, 'seal'>,
  before: readonly KnownDevice[],
  { session, user }: Pick<OpenSession, 'session' | 'user'>,
  id: string,
): Promise<string> {
  const { tenantId, userId, createdAt: at } = session
  const email = foldEmail(user.email ?? '')
  const others = before.filter((one) => one.tenantId !== tenantId || one.userId !== userId)
  const devices = [{ tenantId, userId, email, id, at }, ...others].slice(0, MAX_ACCOUNTS)
  return keyring.seal('device', RECORD, JSON.stringify(devices))
}
