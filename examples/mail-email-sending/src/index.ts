// A delivery service of about forty lines: takes the signed calls of edge-sso and sends each as a
// mail, through Cloudflare's Email Sending. Change the words to your own.

import { verifyCall } from '../../verify-call.ts'

interface Env {
  readonly EMAIL: SendEmail
  /** The DELIVERY_SECRET of edge-sso. */
  readonly DELIVERY_SECRET: string
  /** An address of a domain that Email Sending knows. */
  readonly MAIL_FROM: string
}

interface Call {
  readonly type: string
  readonly data: {
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
    await env.EMAIL.send({
      from: env.MAIL_FROM,
      to: data.to,
      subject: `${data.tenant.name}: ${SUBJECTS[type] ?? 'something about your account has changed'}`,
      text: data.url === null ? JSON.stringify(data.facts, null, 2) : `Open this link: ${data.url}`,
    })
    // Any other answer, and edge-sso tries again later.
    return new Response(null, { status: 204 })
  },
} satisfies ExportedHandler<Env>
