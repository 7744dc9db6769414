// /login/second-factor: the step between password and session, for the browser that holds its
// cookie.

import type { Context } from 'hono'
import { meaningOf } from '../../login/meanings.ts'
import type { OpenProof } from '../../login/second-factor/ports.ts'
import { answerProof, openProof } from '../../login/second-factor/prove.ts'
import { logRefusal, refuseBrowser, statusOf } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { pathWith } from '../login-target.ts'
import { attemptOf } from '../login-trace.ts'
import { showPage } from '../pages/parts/show-page.ts'
import {
  CodeUsedPage,
  MustEnrolPage,
  ProofOverPage,
  SecondFactorPage,
} from '../pages/second-factor-page.tsx'
import { readDevices } from '../password/device-cookie.ts'
import { destinationOf, handOver, redirect, welcome } from '../password/go-on.ts'
import { type HeldProof, readProof, removeProof } from '../password/proof-cookie.ts'
import { showRecovery } from '../password/show-recovery.ts'
import { readForm } from '../read-form.ts'
import { readSessionHandle, writeSession } from '../session-cookie.ts'
import { readEnrolment, takeEnrolment } from './enrol.ts'
import { readAnswer } from './read-answer.ts'

const OVER = 'login_proof_over'

/** GET /login/second-factor. */
export const askSecondFactor = (deps: Deps) => async (c: Context) => {
  const held = await readProof(c, deps)
  const open = held && (await openProof(deps, held))
  return open ? showProof(c, deps, { open }) : showOver(c)
}

/** POST /login/second-factor. A form of another site is not read. */
export const takeSecondFactor = (deps: Deps) => async (c: Context) => {
  const held = await readProof(c, deps)
  const origin = c.req.header('Origin') ?? ''
  if (held === undefined) return showOver(c)
  if (!deps.config.origins.includes(origin)) return showAgain(c, deps, { held, status: 403 })
  const form = await readForm(c.req.raw)
  if (!form.ok) return refuseBrowser(c, form.refusal, { reference: c.get('requestId') })
  const change = readEnrolment(form.value.get('action') ?? '', form.value, origin)
  if (change) {
    const taken = await takeEnrolment(c, deps, { held, change })
    return typeof taken === 'string' ? showAgain(c, deps, { held, code: taken }) : taken
  }
  const attempt = attemptOf(c, deps)
  const answer = readAnswer(form.value, origin)
  const devices = await readDevices(c, deps)
  const proven = await answerProof(deps, held, { answer, attempt, devices })
  switch (proven.kind) {
    case 'gone':
      removeProof(c)
      return showOver(c)
    case 'limited':
      return showAgain(c, deps, { held, code: 'login_password_limited', until: proven.until })
    case 'refused':
      return showAgain(c, deps, { held, code: proven.refusal.code })
    case 'denied': {
      if (proven.recovers)
        return showRecovery(c, deps, { code: proven.refusal.code, wanted: held.wanted })
      removeProof(c)
      const reference = proven.recorded ? attempt.id : c.get('requestId')
      const startAgain = pathWith('/login', held.wanted)
      return refuseBrowser(c, proven.refusal, { reference, startAgain })
    }
    case 'stepped_up': {
      removeProof(c)
      const handle = await readSessionHandle(c, deps)
      const { sid, expiresAt } = proven.session
      // Another session may have begun here meanwhile, of which nothing was proven.
      if (handle?.sid === sid)
        await writeSession(c, deps, { ...handle, provenBy: held.proofId }, expiresAt)
      return redirect(c, '/account')
    }
    case 'admitted': {
      removeProof(c)
      if (proven.codesLeft === undefined) return welcome(c, deps, proven, held.wanted)
      await handOver(c, deps, proven)
      const { tenantName } = proven.open
      const goOn = destinationOf(proven, held.wanted)
      return showPage(c, CodeUsedPage({ tenantName, codesLeft: proven.codesLeft, goOn }), {})
    }
  }
}

const showOver = (c: Context) => showPage(c, ProofOverPage(), { status: statusOf(OVER) })

interface Shown {
  readonly code?: string
  /** Milliseconds since the epoch. */
  readonly until?: number
  readonly status?: ReturnType<typeof statusOf>
}

/** The same proof again, unless that was its last try. */
async function showAgain(
  c: Context,
  deps: Deps,
  { held, ...shown }: Shown & { readonly held: HeldProof },
): Promise<Response> {
  const open = await openProof(deps, held)
  return open ? showProof(c, deps, { open, ...shown }) : showOver(c)
}

function showProof(
  c: Context,
  { config, clock }: Deps,
  {
    open,
    code,
    until,
    status = code === undefined ? 200 : statusOf(code),
  }: Shown & { readonly open: OpenProof },
): Response | Promise<Response> {
  if (code !== undefined) logRefusal({ code }, c.get('requestId'))
  const seconds = until === undefined ? undefined : Math.max(1, Math.ceil((until - clock()) / 1000))
  if (seconds !== undefined) c.header('Retry-After', String(seconds))
  const refusal =
    code === undefined ? undefined : { code, message: meaningOf(code).message, seconds }
  const page = open.mustEnrol
    ? MustEnrolPage({ tenantName: open.tenantName, refusal })
    : SecondFactorPage({ ...open, origin: new URL(c.req.url).origin, refusal })
  // The answer to the form may redirect to an application, and `form-action` applies to that too.
  return showPage(c, page, { status, formTarget: new URL(config.publicOrigin) })
}
