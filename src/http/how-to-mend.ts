// How a refusal is mended: the advice of its code, else what the person who has to act can always
// do.

import type { FixedBy } from '../refusal.ts'
import { API_MENDS } from './api/engine/how-to-mend.ts'
import { findMeaning } from './refusal-areas.ts'

const LOGIN_MENDS: Readonly<Record<string, string>> = {
  session_none: 'Sign in at `/login`, or send the cookie of the session.',
  service_unavailable: 'Wait as many seconds as `Retry-After` says, then reload.',
  service_fault:
    'Report it to the operator with the reference: the log has a line with it. Nobody else can mend it.',
  login_rate_limited: 'Wait as many seconds as `Retry-After` says.',
  login_https_required:
    'Send it to the https address. Replace the password or secret that was in it.',
  login_sso_key_unknown:
    'Compare the address with `login_url` and `sign_on_url` of the SSO key, which `GET …/sso-keys` lists.',
  login_connector_missing: 'Test the connector of this SSO key and activate a version.',
  login_connector_disabled: 'Enable the connector with `:enable`.',
  login_test_unknown: 'Begin another test with `:test`: each link works once, within 15 minutes.',
  oidc_client_unknown:
    'Compare `client_id` with the id of the application, which begins with `app_`.',
  oidc_redirect_uri_mismatch:
    'Send one of the `redirect_uris` of the application, character for character, or register this one.',
}

const BY_ROLE: Readonly<Record<FixedBy, string>> = {
  idp_admin:
    'The administrator of the identity provider corrects it there. The event of the attempt holds what was expected and what arrived.',
  sp_admin:
    'An administrator of the tenant corrects its configuration here. The meaning above says what.',
  developer:
    'The developer of the calling program corrects the request. The meaning above says how.',
  user: 'The person follows the meaning above and tries again.',
}

/** Says how to mend a refusal; `undefined` for an unknown code. */
export function howToMend(code: string): string | undefined {
  const advice: Readonly<Record<string, string>> = API_MENDS
  return LOGIN_MENDS[code] ?? advice[code] ?? generalAdvice(code)
}

function generalAdvice(code: string): string | undefined {
  const meaning = findMeaning(code)
  return meaning && BY_ROLE[meaning.fixedBy]
}
