// The page of the way back, for who has given the right password where passwords are switched off.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import { logRefusal, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import type { LoginTarget } from '../login-target.ts'
import { showPage } from '../pages/parts/show-page.ts'
import { RecoveryPage } from '../pages/recovery-page.tsx'

/** Shows the way back to who holds a proof. */
export function showRecovery(
  c: Context,
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  {
    code,
    wanted,
    until,
  }: { readonly code: string; readonly wanted: LoginTarget; readonly until?: number },
): Response | Promise<Response> {
  logRefusal({ code }, c.get('requestId'))
  const seconds = until === undefined ? undefined : Math.max(1, Math.ceil((until - clock()) / 1000))
  if (seconds !== undefined) c.header('Retry-After', String(seconds))
  const page = RecoveryPage({
    refusal: { code, message: meaningOf(code).message, seconds },
    wanted,
  })
  return showPage(c, page, { status: statusOf(code), formTarget: new URL(config.publicOrigin) })
}
