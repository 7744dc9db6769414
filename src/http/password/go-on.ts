// From a right password to where it leads: a session and the address that was wanted, the second
// factor, or a "no".

import type { Context } from 'hono'
import { isAllowedReturn } from '../../login/begin/return-to.ts'
import type { LoginTrace } from '../../login/login-trace.ts'
import type { AfterPassword, SignedIn } from '../../login/password/sign-in.ts'
import { refuseBrowser } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { type LoginTarget, pathWith } from '../login-target.ts'
import { writeSession } from '../session-cookie.ts'
import { writeDevice } from './device-cookie.ts'
import { writeProof } from './proof-cookie.ts'
import { showRecovery } from './show-recovery.ts'

/** Answers a form that took the right password. */
export async function goOnFromPassword(
  c: Context,
  deps: Deps,
  after: AfterPassword,
  { wanted, attempt }: { readonly wanted: LoginTarget; readonly attempt: LoginTrace },
): Promise<Response> {
  switch (after.kind) {
    case 'denied':
      if (after.proof) {
        await writeProof(c, deps, { ...after.proof, wanted })
        return showRecovery(c, deps, { code: after.refusal.code, wanted })
      }
      return refuseBrowser(c, after.refusal, {
        reference: after.recorded ? attempt.id : c.get('requestId'),
        startAgain: pathWith('/login', wanted),
      })
    case 'second_factor':
      await writeProof(c, deps, { ...after.proof, wanted })
      return redirect(c, '/login/second-factor')
    case 'admitted':
      return welcome(c, deps, after, wanted)
  }
}

/** Hands the session to the browser and sends it where it wanted to go. */
export async function welcome(
  c: Context,
  deps: Deps,
  signedIn: SignedIn,
  wanted: LoginTarget,
): Promise<Response> {
  await handOver(c, deps, signedIn)
  return redirect(c, destinationOf(signedIn, wanted))
}

/** Hands the session to the browser, which is known from now on. */
export async function handOver(c: Context, deps: Deps, { handle, open }: SignedIn): Promise<void> {
  await writeSession(c, deps, handle, open.session.expiresAt)
  await writeDevice(c, deps, open)
}

/** Where somebody is led who has signed in. */
export function destinationOf(
  { open, landing }: SignedIn,
  { authorize, return_to }: LoginTarget,
): string {
  if (authorize !== undefined) {
    const query = new URLSearchParams(authorize)
    // The person has signed in this very moment: asking for that again would lead back here.
    query.delete('prompt')
    query.delete('max_age')
    return `/oauth2/authorize?${query}`
  }
  if (return_to !== undefined && isAllowedReturn(return_to, open.applications)) return return_to
  return landing?.landingUrl ?? '/session'
}

/** 303: the browser goes on with a GET, so that a reload repeats nothing. */
export function redirect(c: Context, url: string): Response {
  c.header('Cache-Control', 'no-store')
  return c.redirect(url, 303)
}
