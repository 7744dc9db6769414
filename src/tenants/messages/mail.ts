// What leaves for a person's mailbox. An operator's delivery service learns whom to tell what, and
// has its own words and its own look. Without one, the words are those of mail-text.ts.

import type { TenantId, UserId } from '../ids.ts'

/**
 * Why somebody is written to. The first two have a link to open; the last two go to administrators.
 */
export const MAIL_KINDS = [
  'password_invitation',
  'password_reset',
  'password_changed',
  'enforcement_announced',
  'enforcement_started',
  'enforcement_not_started',
  'enforcement_ended',
  'break_glass_opened',
  'break_glass_ended',
  'recovery_code_used',
  'connector_needs_attention',
  'connector_recovered',
  'password_removed',
  'second_factors_reset',
  'second_factor_added',
  'second_factor_removed',
  'recovery_codes_renewed',
] as const

export type MailKind = (typeof MAIL_KINDS)[number]

/** A mail in the gate's queue. To which address it goes is looked up when it goes. */
export interface QueuedMail {
  readonly id: string
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly kind: MailKind
  /** What the mail may say besides, with names as the API has them. Never a secret. */
  readonly facts?: Readonly<Record<string, unknown>>
  /** A one-time link, sealed for use `mail` and the mail's id. */
  readonly sealedUrl?: string
  /** After this nobody needs it any more, milliseconds since the epoch. */
  readonly expiresAt: number
}

/** A mail as the delivery service is told of it. */
export interface Mail extends Omit<QueuedMail, 'userId' | 'sealedUrl'> {
  readonly to: string
  readonly tenantName: string
  readonly url?: string
}

/** The body of the request to the delivery service, in the envelope that webhooks have. */
export const mailBody = (mail: Mail, now: number): string =>
  JSON.stringify({
    type: `mail.${mail.kind}`,
    timestamp: new Date(now).toISOString(),
    data: {
      id: mail.id,
      to: mail.to,
      tenant: { id: mail.tenantId, name: mail.tenantName },
      url: mail.url ?? null,
      expires_at: mail.url === undefined ? null : new Date(mail.expiresAt).toISOString(),
      facts: mail.facts ?? {},
    },
  })
