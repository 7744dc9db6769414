// /account: what protects a person's account, seen and changed with their session. The gate decides
// what the session may change.

import type { Context } from 'hono'
import type { AccountChange, AccountKey } from '../../login/account/ports.ts'
import { replacePassword } from '../../login/account/replace-password.ts'
import { meaningOf } from '../../login/meanings.ts'
import { nextStep } from '../../login/password/sign-in.ts'
import type { PendingFactor } from '../../login/second-factor/factor.ts'
import type { SessionHandle } from '../../login/session.ts'
import { logRefusal, refuseBrowser, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { AccountPage } from '../pages/account-page.tsx'
import { AddFactorPage, NewCodesPage } from '../pages/enrolment-page.tsx'
import type { Page } from '../pages/parts/layout.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { NoSessionPage } from '../pages/session-page.tsx'
import { redirect } from '../password/go-on.ts'
import { writeProof } from '../password/proof-cookie.ts'
import { readForm } from '../read-form.ts'
import { readEnrolment } from '../second-factor/enrol.ts'
import { readSessionHandle, writeSession } from '../session-cookie.ts'

const PATH = '/account'

/** GET /account. */
export const showAccount = (deps: Deps) => async (c: Context) => {
  const handle = await readSessionHandle(c, deps)
  return handle ? showPresent(c, deps, handle, {}) : showNone(c)
}

/** POST /account: one change. A form of another site changes nothing. */
export const changeAccount = (deps: Deps) => async (c: Context) => {
  const handle = await readSessionHandle(c, deps)
  if (handle === undefined) return showNone(c)
  const origin = c.req.header('Origin') ?? ''
  if (!deps.config.origins.includes(origin)) return showPresent(c, deps, handle, { status: 403 })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const action = form.value.get('action') ?? ''
  if (action === 'prove') return stepUp(c, deps, handle)
  if (action === 'password') return changePassword(c, deps, handle, form.value)
  const change = readChange(action, form.value, origin)
  if (change === undefined) return showPresent(c, deps, handle, { status: 400 })
  return makeChange(c, deps, handle, change)
}

async function makeChange(
  c: Context,
  deps: Deps,
  handle: SessionHandle,
  change: AccountChange,
): Promise<Response> {
  const proof = (await nextStep(deps)).next.proofId
  const request = { ...keyOf(handle), change, proof }
  const outcome = await deps.gates.at(handle.gate).changeAccount(request)
  switch (outcome.kind) {
    case 'no_session':
      return showNone(c)
    case 'changed':
      if (outcome.provenUntil !== undefined)
        await writeSession(c, deps, { ...handle, provenBy: proof }, outcome.provenUntil)
      return redirect(c, `${PATH}?saved`)
    case 'pending':
      return showPending(c, outcome.pending, {})
    case 'codes':
      return showForm(c, NewCodesPage({ codes: outcome.codes }), 200)
    case 'refused': {
      const { code } = outcome.refusal
      if (outcome.pending) return showPending(c, outcome.pending, { code })
      if (code === 'login_recovery_code_other')
        return showForm(c, NewCodesPage({ refusal: problemOf(c, code) }), statusOf(code))
      return showPresent(c, deps, handle, { code })
    }
  }
}

/** A second factor is proven before the session may change anything. */
async function stepUp(c: Context, deps: Deps, handle: SessionHandle): Promise<Response> {
  const { gate, tenantId, sid } = handle
  const { next, nonce } = await nextStep(deps)
  const { proofId, browser } = next
  const begun = await deps.gates.at(gate).beginStepUp({ tenantId, sid, proofId, browser })
  if (!begun) return redirect(c, PATH)
  await writeProof(c, deps, { gate, tenantId, proofId, nonce, wanted: {} })
  return redirect(c, '/login/second-factor')
}

async function changePassword(
  c: Context,
  deps: Deps,
  handle: SessionHandle,
  form: URLSearchParams,
): Promise<Response> {
  const { gates, keyring, random } = deps
  const gate = gates.at(handle.gate)
  const replaced = await replacePassword({ gate, keyring, random }, keyOf(handle), {
    present: form.get('present') ?? '',
    wanted: form.get('password') ?? '',
    repeated: form.get('repeated') ?? '',
  })
  switch (replaced.kind) {
    case 'no_session':
      return showNone(c)
    case 'changed':
      return redirect(c, `${PATH}?saved`)
    case 'limited': {
      const { until } = replaced
      return showPresent(c, deps, handle, { code: 'login_password_limited', until })
    }
    case 'refused':
      return showPresent(c, deps, handle, { code: replaced.refusal.code })
  }
}

function readChange(
  action: string,
  form: URLSearchParams,
  origin: string,
): AccountChange | undefined {
  switch (action) {
    case 'remove':
      return { kind: 'remove_factor', factorId: form.get('factor') ?? '' }
    case 'renew_codes':
      return { kind: 'renew_codes' }
    case 'confirm_codes':
      return { kind: 'confirm_codes', typed: form.get('code') ?? '' }
    default:
      return readEnrolment(action, form, origin)
  }
}

interface Shown {
  readonly code?: string
  /** Milliseconds since the epoch. */
  readonly until?: number
  readonly status?: ReturnType<typeof statusOf>
}

async function showPresent(
  c: Context,
  { gates, clock }: Deps,
  handle: SessionHandle,
  { code, until, status = code === undefined ? 200 : statusOf(code) }: Shown,
): Promise<Response> {
  const account = await gates.at(handle.gate).findAccount(keyOf(handle))
  if (account === undefined) return showNone(c)
  const seconds = until === undefined ? undefined : Math.max(1, Math.ceil((until - clock()) / 1000))
  if (seconds !== undefined) c.header('Retry-After', String(seconds))
  const refusal = code === undefined ? undefined : { ...problemOf(c, code), seconds }
  const saved = c.req.query('saved') !== undefined
  return showForm(c, AccountPage({ account, refusal, saved }), status)
}

function showPending(
  c: Context,
  pending: PendingFactor,
  { code }: { readonly code?: string },
): Response | Promise<Response> {
  const refusal = code === undefined ? undefined : problemOf(c, code)
  const page = AddFactorPage({ pending, origin: new URL(c.req.url).origin, action: PATH, refusal })
  return showForm(c, page, code === undefined ? 200 : statusOf(code))
}

function problemOf(c: Context, code: string) {
  logRefusal({ code }, c.get('requestId'))
  return { code, message: meaningOf(code).message }
}

const keyOf = ({ tenantId, sid, provenBy }: SessionHandle): AccountKey => ({
  tenantId,
  sid,
  ...(provenBy === undefined ? {} : { provenBy }),
})

const showNone = (c: Context) => showPage(c, NoSessionPage(), { status: 401 })

const showForm = (c: Context, page: Page, status: ReturnType<typeof statusOf>) =>
  showPage(c, page, { status, formTarget: 'self' })
