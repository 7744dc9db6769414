// The one switch from refusal to response: what a person sees, with which status, and what is
// logged.

import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { PendingLogin } from '../login/begin/pending-login.ts'
import type { LoginTrace } from '../login/login-trace.ts'
import type { RefusedOutcome } from '../login/refuse-attempt.ts'
import type { Refusal } from '../refusal.ts'
import type { ApplicationId, SsoId } from '../tenants/ids.ts'
import { authorizeUrl } from './authorize-url.ts'
import { showPage } from './pages/parts/show-page.ts'
import { refer } from './reference.ts'

const STATUS: Readonly<Record<string, ContentfulStatusCode>> = {
  login_sso_key_unknown: 404,
  login_connector_missing: 404,
  login_connector_disabled: 403,
  login_user_inactive: 403,
  saml_status_request_denied: 403,
  login_email_taken: 409,
  login_identity_case_differs: 409,
  login_email_case_differs: 409,
  login_email_domain_unverified: 409,
  login_form_too_large: 413,
  login_test_unknown: 410,
  login_address_unknown: 404,
  login_address_limited: 429,
  login_password_refused: 403,
  login_sso_required: 403,
  login_recovery_code_refused: 403,
  login_second_factor_required: 403,
  login_password_limited: 429,
  login_password_link_unknown: 410,
  login_proof_over: 410,
  login_account_stale: 403,
  login_present_password_wrong: 403,
  login_enrolment_over: 410,
  login_factor_unknown: 404,
  second_factor_wrong: 403,
  second_factor_clock_off: 403,
  second_factor_code_used: 403,
  passkey_not_verified: 403,
  login_mail_unavailable: 404,
}

/** The status of the page that tells of a refusal. */
export const statusOf = (code: string): ContentfulStatusCode => STATUS[code] ?? 400

interface RefusedAt {
  readonly ssoId?: SsoId
  /** The login that was refused, where it is known: says how to begin again. */
  readonly pending?: PendingLogin | undefined
  /** How to begin again where no SSO key says it. */
  readonly startAgain?: string
  /** The application that was asked for, where no SSO key is known. */
  readonly applicationId?: ApplicationId
  /**
   * The event's id when one was recorded; else the request's, which becomes a reference that says
   * by itself what it is.
   */
  readonly reference: string
}

/**
 * Answers a browser with a refusal: a page in plain words, a reference, and "Start again" where a
 * new attempt may help.
 */
export async function refuseBrowser(
  c: Context,
  refusal: Refusal,
  { ssoId, pending, ...given }: RefusedAt,
): Promise<Response> {
  const { code } = refusal
  // The tables of every area, and the page: no login that succeeds reads them.
  const [{ meaningOf }, { RefusalPage }] = await Promise.all([
    import('../login/meanings.ts'),
    import('./pages/refusal-page.tsx'),
  ])
  const { message, fixedBy } = meaningOf(code)
  const reference =
    given.reference === c.get('requestId')
      ? await refer(c, { code, subject: ssoId ?? given.applicationId })
      : given.reference
  logRefusal(refusal, reference, ssoId)
  const again = ssoId === undefined ? given.startAgain : startAgainUrl(ssoId, pending)
  const startAgain = fixedBy === 'user' ? again : undefined
  const page = RefusalPage({ code, message, fixedBy, reference, startAgain })
  return showPage(c, page, { status: statusOf(code) })
}

/**
 * The same for an attempt that was refused: its event is the reference, unless it was only counted.
 */
export function refuseRecorded(
  c: Context,
  { refusal, pending, recorded }: RefusedOutcome,
  { ssoId, attempt }: { readonly ssoId: SsoId; readonly attempt: LoginTrace },
): Promise<Response> {
  const reference = recorded ? attempt.id : c.get('requestId')
  return refuseBrowser(c, refusal, { ssoId, pending, reference })
}

function startAgainUrl(ssoId: SsoId, pending: PendingLogin | undefined): string | undefined {
  if (pending?.oidc) return authorizeUrl(pending.oidc, ssoId)
  const query =
    pending?.returnTo === undefined ? '' : `?return_to=${encodeURIComponent(pending.returnTo)}`
  return `/sso/${ssoId}/auth${query}`
}

/**
 * One line per refusal: the code and the reference. The facts may name what a person sent, so they
 * stay out (I7).
 */
export function logRefusal({ code }: Refusal, reference: string, ssoId?: SsoId): void {
  console.log(JSON.stringify({ event: 'refused', code, reference, sso_id: ssoId }))
}
