// The page of the way back, for who has given the right password where passwords are switched off.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import type { Deps } from '../deps.ts'
import { showPage } from '../pages/parts/show-page.ts'
import { RecoveryPage } from '../pages/recovery-page.tsx'
import { logRefusal, statusOf } from '../refusals.ts'
import type { Wanted } from '../wanted.ts'

/** Shows the way back to who holds a proof. */
export function showRecovery(
  c: Context,
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  {
    code,
    wanted,
    until,
  }: { readonly code: string; readonly wanted: Wanted; readonly until?: number },
): Response | Promise<Response> {
  logRefusal({ code }, c.get('requestId'))
  const seconds = until === undefined ? undefined : Math.max(1, Math.ceil((until - clock()) / 1000))
  if (seconds !== undefined) c.header('Retry-After', String(seconds))
  const page = RecoveryPage({ refusal: { code, says: meaningOf(code).says, seconds }, wanted })
  return showPage(c, page, { status: statusOf(code), formTarget: new URL(config.publicOrigin) })
}
