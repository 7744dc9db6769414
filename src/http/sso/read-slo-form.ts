// The form that brings a logout message (SAML Bindings §3.5.4), bounded while it is read.

import {
  type ReceivedLogout,
  receivePostedLogout,
} from '../../protocol/saml/logout/receive-logout.ts'
import { readPostedMessage } from '../../protocol/saml/posted-message.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { readMessageForm } from './read-acs-form.ts'

const FIELDS = ['SAMLRequest', 'SAMLResponse'] as const

/** Reads the one message, and the RelayState that goes back with its answer. */
export async function readSloForm(request: Request): Promise<{
  readonly message: Result<ReceivedLogout, Refusal>
  readonly relayState?: string | undefined
}> {
  const form = await readMessageForm(request)
  if (!form.ok) return { message: form }
  const found = FIELDS.flatMap((field) =>
    form.value.getAll(field).map((value) => ({ field, value })),
  )
  const [relayState, ...repeated] = form.value.getAll('RelayState')
  const [message, ...others] = found
  if (message === undefined || others.length > 0 || repeated.length > 0)
    return { message: refuse({ code: 'logout_message_not_single' }) }
  const posted = readPostedMessage(
    message.value,
    (bytes) => receivePostedLogout(message.field, bytes),
    'logout_message_not_base64',
  )
  return { message: posted.ok ? ok(posted.value.message) : posted, relayState }
}
