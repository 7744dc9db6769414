// A delivery service of about forty lines: takes the signed calls of edge-sso and hands each to a
// mail service over HTTP. The body below is that of Resend; most others differ in names alone.
// Change the words to your own.

import { verifyCall } from '../../verify-call.ts'

interface Env {
  /** The DELIVERY_SECRET of edge-sso. */
  readonly DELIVERY_SECRET: string
  readonly MAIL_API_URL: string
  readonly MAIL_API_KEY: string
  readonly MAIL_FROM: string
}

interface Call {
  readonly type: string
  readonly data: {
    readonly id: string
    readonly to: string
    readonly tenant: { readonly name: string }
    readonly url: string | null
    readonly facts: object
  }
}

const SUBJECTS: Readonly<Record<string, string>> = {
  'mail.password_invitation': 'Choose your password',
  'mail.password_reset': 'Reset your password',
  'mail.password_changed': 'Your password was changed',
  'mail.connector_needs_attention': 'Sign-in needs attention',
}

export default {
  async fetch(request, env) {
    const body = await verifyCall(request, env.DELIVERY_SECRET)
    if (body === undefined) return new Response('The signature does not verify.', { status: 401 })
    const { type, data }: Call = JSON.parse(body)
    const answer = await fetch(env.MAIL_API_URL, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${env.MAIL_API_KEY}`,
        'content-type': 'application/json',
        // The same at every attempt, so that nobody gets a mail twice.
        'idempotency-key': data.id,
      },
      body: JSON.stringify({
        from: env.MAIL_FROM,
        to: [data.to],
        subject: `${data.tenant.name}: ${SUBJECTS[type] ?? 'something about your account has changed'}`,
        text:
          data.url === null ? JSON.stringify(data.facts, null, 2) : `Open this link: ${data.url}`,
      }),
    })
    await answer.body?.cancel()
    // Any answer but 2xx, and edge-sso tries again later.
    return new Response(null, { status: answer.ok ? 204 : 502 })
  },
} satisfies ExportedHandler<Env>
