// The form that an IdP has the browser post (SAML Bindings §3.5.4), bounded while it is read.

import { type Refusal, shortFact } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { readBounded } from '../read-bounded.ts'

/** 256 KiB of message are 342 KiB of base64; the rest is for RelayState and escapes. */
const MAX_FORM_BYTES = 384 * 1024
const decoder = new TextDecoder()
const FORM_TYPE = 'application/x-www-form-urlencoded'

type FormRefusalCode =
  | 'login_form_invalid'
  | 'login_form_too_large'
  | 'login_response_missing'
  | 'post_request_received'
  | 'post_artifact_received'

interface AcsForm {
  readonly samlResponse: string
  /** Never needed nor trusted (R51). */
  readonly relayState?: string
}

/** Reads the SAMLResponse field, and RelayState where it comes once. */
export async function readAcsForm(
  request: Request,
): Promise<Result<AcsForm, Refusal<FormRefusalCode>>> {
  const form = await readMessageForm(request)
  if (!form.ok) return form
  const responses = form.value.getAll('SAMLResponse')
  const [samlResponse] = responses
  const [relayState, ...repeated] = form.value.getAll('RelayState')
  if (samlResponse === undefined || responses.length > 1)
    return refuse({ code: withoutResponse(form.value) })
  const state = relayState === undefined || repeated.length > 0 ? {} : { relayState }
  return ok({ samlResponse, ...state })
}

/**
 * What else the form holds: mostly another address of ours was entered as the ACS, or another
 * binding chosen.
 */
function withoutResponse(form: URLSearchParams): FormRefusalCode {
  if (form.has('SAMLResponse')) return 'login_response_missing'
  if (form.has('SAMLRequest')) return 'post_request_received'
  return form.has('SAMLart') ? 'post_artifact_received' : 'login_response_missing'
}

/** Reads a form that carries a SAML message. */
export async function readMessageForm(
  request: Request,
): Promise<Result<URLSearchParams, Refusal<FormRefusalCode>>> {
  const type = request.headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== FORM_TYPE)
    return refuse({ code: 'login_form_invalid', expected: FORM_TYPE, got: shortFact(type ?? '') })
  const body = await readBounded(request.body, MAX_FORM_BYTES)
  if (body === undefined) return refuse({ code: 'login_form_too_large' })
  return ok(new URLSearchParams(decoder.decode(body)))
}
