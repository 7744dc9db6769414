// The mails in plain English, for deployments that send them themselves. A delivery service of the
// operator's own has its own words; this catalogue is for the `send_email` binding and for the
// samples in `examples/`. Text alone: a link that is visible in full is easier to trust.

import type { MailKind } from './mail.ts'

/** What a mail says, for one person. */
export interface MailText {
  readonly subject: string
  readonly text: string
}

/** What the words are made of. */
export interface MailContent {
  readonly kind: MailKind
  readonly tenantName: string
  readonly url?: string
  /** Epoch ms after which the link does not work. */
  readonly expiresAt: number
  readonly facts?: Readonly<Record<string, unknown>>
}

const MAX_SUBJECT_LENGTH = 200
const MAX_FACT_LENGTH = 500
// Line breaks would begin another header of the mail, or another paragraph of ours.
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** Writes a mail. */
export function writeMailText(content: MailContent): MailText {
  const tenant = oneLine(content.tenantName, MAX_FACT_LENGTH)
  const { subject, lines } = TEXTS[content.kind]({ ...content, tenantName: tenant })
  const text = ['Hello,', ...lines, `This mail was sent by the sign-in service of ${tenant}.`]
  return { subject: oneLine(subject, MAX_SUBJECT_LENGTH), text: `${text.join('\n\n')}\n` }
}

interface Words {
  readonly subject: string
  /** One paragraph each. */
  readonly lines: readonly string[]
}

const NOT_YOU = 'If this was not you, tell your administrator now.'
const ASKED_NOBODY = 'If you did not ask for this, ignore this mail: nothing changes.'

const TEXTS: Readonly<Record<MailKind, (content: MailContent) => Words>> = {
  password_invitation: (content) => ({
    subject: `Choose your password for ${content.tenantName}`,
    lines: [
      `You are invited to sign in to ${content.tenantName}. Open this link to choose a password:`,
      ...linkOf(content),
    ],
  }),
  password_reset: (content) => ({
    subject: `Reset your password for ${content.tenantName}`,
    lines: ['Open this link to choose a new password:', ...linkOf(content), ASKED_NOBODY],
  }),
  password_changed: ({ tenantName }) => ({
    subject: `Your password for ${tenantName} was changed`,
    lines: [`Your password for ${tenantName} was changed.`, NOT_YOU],
  }),
  password_removed: ({ tenantName }) => ({
    subject: `Your password for ${tenantName} was removed`,
    lines: [
      'An administrator removed your password. You can no longer sign in with it.',
      'If you need it, ask your administrator for an invitation.',
    ],
  }),
  second_factors_reset: ({ tenantName }) => ({
    subject: `Your second factors for ${tenantName} were reset`,
    lines: [
      'An administrator removed your second factors. You can set up others when you sign in.',
      'If you did not ask for this, tell your administrator now.',
    ],
  }),
  second_factor_added: ({ tenantName, facts }) => ({
    subject: `A second factor was added to your account at ${tenantName}`,
    lines: [`You added a second factor: ${factorOf(facts)}.`, NOT_YOU],
  }),
  second_factor_removed: ({ tenantName, facts }) => ({
    subject: `A second factor was removed from your account at ${tenantName}`,
    lines: [`You removed a second factor: ${factorOf(facts)}.`, NOT_YOU],
  }),
  recovery_codes_renewed: ({ tenantName }) => ({
    subject: `You have new recovery codes for ${tenantName}`,
    lines: [
      'New recovery codes were made for your account. The earlier ones no longer work.',
      NOT_YOU,
    ],
  }),
  recovery_code_used: ({ tenantName, facts }) => ({
    subject: `A recovery code was used at ${tenantName}`,
    lines: [
      'Somebody signed in with a recovery code.',
      ...said(facts, 'codes_left', 'Codes that are left'),
      NOT_YOU,
    ],
  }),
  enforcement_announced: ({ tenantName, facts }) => ({
    subject: `${tenantName}: passwords will be switched off`,
    lines: [
      'Soon you can sign in only through your organisation’s own sign-in. Your password will no longer work.',
      ...said(facts, 'starts_at', 'This begins'),
      'Sign in once through your organisation before then, to see that it works.',
    ],
  }),
  enforcement_started: ({ tenantName }) => ({
    subject: `${tenantName}: passwords are switched off`,
    lines: ['From now on people sign in only through your organisation’s own sign-in.'],
  }),
  enforcement_not_started: ({ tenantName, facts }) => ({
    subject: `${tenantName}: passwords were not switched off`,
    lines: [
      'Passwords were to be switched off, but somebody would have been locked out. Everybody keeps their password for now.',
      ...said(facts, 'blockers', 'What is in the way'),
    ],
  }),
  enforcement_ended: ({ tenantName }) => ({
    subject: `${tenantName}: passwords work again`,
    lines: ['People may sign in with their passwords again.'],
  }),
  break_glass_opened: ({ tenantName, facts }) => ({
    subject: `${tenantName}: administrators may use passwords for a while`,
    lines: [
      'The operator lets administrators sign in with their passwords for a limited time.',
      ...said(facts, 'reason', 'Reason'),
      ...said(facts, 'until', 'Until'),
    ],
  }),
  break_glass_ended: ({ tenantName, facts }) => ({
    subject: `${tenantName}: administrators may no longer use passwords`,
    lines: [
      'Administrators sign in only through your organisation’s own sign-in again.',
      ...said(facts, 'reason', 'Reason for the exception'),
    ],
  }),
  connector_needs_attention: ({ tenantName, facts }) => ({
    subject: `${urgency(facts)}${tenantName}: sign-in needs attention`,
    lines: [
      'A connection to your identity provider keeps people out, or soon will.',
      ...said(facts, 'says', 'What is wrong'),
      ...said(facts, 'todo', 'What to do'),
      ...said(facts, 'fixed_by', 'Who can mend it'),
      ...said(facts, 'connector_id', 'Connector'),
      ...said(facts, 'code', 'Code'),
    ],
  }),
  connector_recovered: ({ tenantName, facts }) => ({
    subject: `${tenantName}: sign-in works again`,
    lines: [
      'Somebody signed in through the connection that had trouble.',
      ...said(facts, 'connector_id', 'Connector'),
    ],
  }),
}

const linkOf = ({ url = '', expiresAt }: MailContent): readonly string[] => [
  url,
  `The link works once, until ${timeOf(new Date(expiresAt).toISOString())}.`,
]

const FACTORS: Readonly<Record<string, string>> = {
  totp: 'an authenticator app',
  passkey: 'a passkey',
}

function factorOf(facts: MailContent['facts']): string {
  const factor = String(facts?.factor ?? '')
  return FACTORS[factor] ?? 'a method of another kind'
}

const urgency = (facts: MailContent['facts']): string =>
  facts?.severity === 'urgent' ? 'Urgent: ' : ''

/** A line for a fact, if it is there and can be said. */
function said(facts: MailContent['facts'], name: string, label: string): readonly string[] {
  const value = facts?.[name]
  const text = Array.isArray(value) ? value.join(', ') : value
  if (typeof text !== 'string' && typeof text !== 'number') return []
  return text === '' ? [] : [`${label}: ${timeOf(oneLine(String(text), MAX_FACT_LENGTH))}`]
}

/** A time as people read it; any other text as it is. */
const timeOf = (text: string): string =>
  text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/, '$1 $2 UTC')

const oneLine = (text: string, longest: number): string => {
  const line = text.replaceAll(CONTROLS, ' ').trim()
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`
}
