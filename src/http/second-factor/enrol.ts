// Setting up a second factor between password and session, and the part of it that /account shares.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import type { PendingFactor } from '../../login/second-factor/factor.ts'
import type { ProofEnrolment } from '../../login/second-factor/ports.ts'
import { enrolByProof } from '../../login/second-factor/prove.ts'
import { logRefusal, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { attemptOf } from '../login-trace.ts'
import { AddFactorPage } from '../pages/enrolment-page.tsx'
import { showPage } from '../pages/parts/show-page.ts'
import { redirect, welcome } from '../password/go-on.ts'
import { type HeldProof, removeProof } from '../password/proof-cookie.ts'
import { readAnswer } from './read-answer.ts'

const PATH = '/login/second-factor'

type Enrolment = ProofEnrolment['change']

/** A form that begins to set a factor up, or confirms it; undefined for any other. */
export function readEnrolment(
  action: string,
  form: URLSearchParams,
  origin: string,
): Enrolment | undefined {
  const name = form.get('name') ?? ''
  switch (action) {
    case 'add_totp':
      return { kind: 'add_factor', factor: 'totp', name }
    case 'add_passkey':
      return { kind: 'add_factor', factor: 'passkey', name }
    case 'confirm':
      return { kind: 'confirm_factor', answer: readAnswer(form, origin) }
    default:
      return undefined
  }
}

/**
 * Takes such a form of the browser that holds a proof; a code where nothing waits for an answer any
 * more.
 */
export async function takeEnrolment(
  c: Context,
  deps: Deps,
  { held, change }: { readonly held: HeldProof; readonly change: Enrolment },
): Promise<Response | string> {
  const outcome = await enrolByProof(deps, held, { change, attempt: attemptOf(c, deps) })
  switch (outcome.kind) {
    case 'gone':
      return redirect(c, PATH)
    case 'pending':
      return showPending(c, deps, outcome.pending)
    case 'refused': {
      const { refusal, pending } = outcome
      return pending ? showPending(c, deps, pending, refusal.code) : refusal.code
    }
    case 'admitted':
      removeProof(c)
      return welcome(c, deps, outcome, held.wanted)
  }
}

function showPending(
  c: Context,
  { config }: Deps,
  pending: PendingFactor,
  code?: string,
): Response | Promise<Response> {
  if (code !== undefined) logRefusal({ code }, c.get('requestId'))
  const refusal = code === undefined ? undefined : { code, message: meaningOf(code).message }
  const origin = new URL(c.req.url).origin
  const page = AddFactorPage({ pending, origin, action: PATH, refusal })
  // The answer to the form may redirect to an application, and `form-action` applies to that too.
  const formTarget = new URL(config.publicOrigin)
  return showPage(c, page, { status: code === undefined ? 200 : statusOf(code), formTarget })
}
