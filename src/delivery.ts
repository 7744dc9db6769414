// How mails leave a deployment: through a delivery service of the operator's, or through
// Cloudflare's Email Sending. Checked with the other variables, once per isolate.

/** What this Worker uses of a `send_email` binding. */
export interface MailBinding {
  send(message: {
    readonly from: MailSender
    readonly to: string
    readonly subject: string
    readonly text: string
  }): Promise<unknown>
}

interface MailSender {
  readonly name: string
  readonly email: string
}

/** Exactly one way. The secret signs as a webhook's does. */
export type Delivery =
  | { readonly url: string; readonly secret: string }
  | { readonly binding: MailBinding; readonly from: MailSender }

/** The variables that decide it. */
export interface DeliveryVariables {
  readonly DELIVERY_URL?: string
  readonly DELIVERY_SECRET?: string
  /** A `send_email` binding. */
  readonly MAIL?: MailBinding
  /** `sso@example.com`, or `Acme <sso@example.com>`. */
  readonly MAIL_FROM?: string
}

/** Base64 of at least 24 bytes, as Standard Webhooks has it, with or without its prefix. */
const SECRET = /^(whsec_)?(?:[A-Za-z0-9+/]{4}){8,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const ADDRESS = /^[^\s@<>"(),:;\\[\]]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i
/** A display name that needs no quoting (RFC 5322 §3.2.3), and an address. */
const NAMED = /^([\p{L}\p{N} '&+-]{1,100}) <([^<>]+)>$/u

/** Reads the way out, or adds what is wrong to the mistakes. `undefined`: nobody is written to. */
export function readDelivery(
  vars: DeliveryVariables,
  mistakes: string[],
  {
    isServiceUrl,
    isPublished,
  }: {
    readonly isServiceUrl: (url: string) => boolean
    readonly isPublished: (secret: string) => boolean
  },
): Delivery | undefined {
  const { DELIVERY_URL: url = '', DELIVERY_SECRET: secret = '', MAIL_FROM = '' } = vars
  if (vars.MAIL !== undefined || MAIL_FROM !== '') return readBinding(vars, mistakes)
  if (url === '' && secret === '') return undefined
  if (!isServiceUrl(url))
    mistakes.push(
      'DELIVERY_URL must be an https URL (http only on loopback, and with ALLOW_LOOPBACK).',
    )
  if (!SECRET.test(secret))
    mistakes.push('DELIVERY_SECRET must be base64 of at least 24 bytes, best with whsec_ in front.')
  else if (isPublished(secret)) mistakes.push('DELIVERY_SECRET is published in the repository.')
  return { url, secret }
}

function readBinding(
  { MAIL: binding, MAIL_FROM = '', DELIVERY_URL, DELIVERY_SECRET }: DeliveryVariables,
  mistakes: string[],
): Delivery | undefined {
  if (DELIVERY_URL || DELIVERY_SECRET)
    mistakes.push('MAIL and DELIVERY_URL exclude each other: mails leave in one way.')
  if (binding === undefined) mistakes.push('MAIL_FROM needs the send_email binding MAIL.')
  const from = readSender(MAIL_FROM)
  if (from === undefined)
    mistakes.push('MAIL_FROM must be an address, as sso@example.com or Acme <sso@example.com>.')
  return binding && from && { binding, from }
}

function readSender(text: string): MailSender | undefined {
  const [, name = '', email = text] = NAMED.exec(text) ?? []
  return ADDRESS.test(email) ? { name: name.trim() || email, email } : undefined
}
