// /login/recovery: an administrator whose password was right, a recovery code of the tenant in
// hand.

import type { Context } from 'hono'
import { recover } from '../../login/password/recover.ts'
import { refuseBrowser, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { showPage } from '../pages/parts/show-page.ts'
import { ProofOverPage } from '../pages/second-factor-page.tsx'
import { readForm } from '../read-form.ts'
import { readDevices } from './device-cookie.ts'
import { welcome } from './go-on.ts'
import { readProof, removeProof } from './proof-cookie.ts'
import { showRecovery } from './show-recovery.ts'

/** POST /login/recovery. A form of another site is not read. */
export const takeRecoveryCode = (deps: Deps) => async (c: Context) => {
  const held = await readProof(c, deps)
  if (held === undefined) return showOver(c)
  const { wanted } = held
  if (!deps.config.origins.includes(c.req.header('Origin') ?? ''))
    return showRecovery(c, deps, { code: 'login_sso_required', wanted })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const typed = form.value.get('code') ?? ''
  const devices = await readDevices(c, deps)
  const outcome = await recover(deps, held, { typed, attempt: attemptOf(c, deps), devices })
  switch (outcome.kind) {
    case 'gone':
      removeProof(c)
      return showOver(c)
    case 'limited': {
      const { until } = outcome
      return showRecovery(c, deps, { code: 'login_password_limited', wanted, until })
    }
    case 'refused':
      return showRecovery(c, deps, { code: outcome.refusal.code, wanted })
    case 'admitted':
      removeProof(c)
      return welcome(c, deps, outcome, wanted)
  }
}

const showOver = (c: Context) =>
  showPage(c, ProofOverPage(), { status: statusOf('login_proof_over') })
