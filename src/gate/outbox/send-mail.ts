// The two ways of a mail out of here: to the operator's delivery service, signed as webhooks are,
// or through the Email Sending binding, in our own words. Either way it is sent, or it waits in the
// queue.

import type { Delivery } from '../../delivery.ts'
import { allowedUrl, type FetchGuard } from '../../storage/fetch/allowed-url.ts'
import { type Mail, mailBody } from '../../tenants/messages/mail.ts'
import { writeMailText } from '../../tenants/messages/mail-text.ts'
import { signatureHeaders } from '../../tenants/messages/webhook-message.ts'

const TIMEOUT_MS = 10_000

/** Hands a mail over. Tells whether somebody took it. */
export function sendMail(
  delivery: Delivery,
  mail: Mail,
  { guard, now }: { readonly guard: FetchGuard; readonly now: number },
): Promise<boolean> {
  return 'url' in delivery ? post(delivery, mail, { guard, now }) : sendByBinding(delivery, mail)
}

async function post(
  { url: text, secret }: Extract<Delivery, { url: string }>,
  mail: Mail,
  { guard, now }: { readonly guard: FetchGuard; readonly now: number },
): Promise<boolean> {
  const url = allowedUrl(text, guard)
  if (url === undefined) return false
  const body = mailBody(mail, now)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'edge-sso',
        ...(await signatureHeaders({ id: mail.id, body }, [secret], now)),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    // fetch throws for name resolution, TLS, connection and the deadline alike.
    return false
  }
}

async function sendByBinding(
  { binding, from }: Extract<Delivery, { from: object }>,
  mail: Mail,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  // The binding takes no deadline of its own.
  const deadline = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), TIMEOUT_MS)
  })
  const sent = binding.send({ from, to: mail.to, ...writeMailText(mail) }).then(
    () => true,
    (fault: unknown) => {
      // A code such as E_SENDER_NOT_VERIFIED, for the operator. The message may quote the address.
      const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown'
      console.error(JSON.stringify({ event: 'mail_refused', code }))
      return false
    },
  )
  try {
    return await Promise.race([sent, deadline])
  } finally {
    clearTimeout(timer)
  }
}
