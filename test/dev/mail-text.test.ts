// The words of the mails that a deployment sends itself.

import { describe, expect, it } from 'vitest'
import { MAIL_KINDS } from '../../src/tenants/messages/mail.ts'
import { writeMailText } from '../../src/tenants/messages/mail-text.ts'

const EXPIRES = Date.parse('2026-11-30T12:30:00Z')
const base = { tenantName: 'Acme', expiresAt: EXPIRES }
const URL_OF_LINK = 'https://sso.example.com/password#token'

describe('a mail', () => {
  it.each(MAIL_KINDS)('%s has a subject and whole sentences', (kind) => {
    const { subject, text } = writeMailText({ ...base, kind, url: URL_OF_LINK })
    expect(subject).toMatch(/^\S.*\S$/)
    expect(subject).toContain('Acme')
    expect(text).toMatch(/^Hello,\n\n[A-Z]/)
    expect(text).toMatch(/\n\nThis mail was sent by the sign-in service of Acme\.\n$/)
    expect(`${subject}${text}`).not.toMatch(/undefined|null|\[object/)
    const linked = kind === 'password_invitation' || kind === 'password_reset'
    expect(text.includes(URL_OF_LINK)).toBe(linked)
  })

  it('with a link says how long the link works', () => {
    const { text } = writeMailText({ ...base, kind: 'password_reset', url: URL_OF_LINK })
    expect(text).toContain('The link works once, until 2026-11-30 12:30 UTC.')
  })

  it('says what is known, and leaves out the rest', () => {
    const facts = { says: 'The signature does not verify.', todo: 'Add it.', severity: 'urgent' }
    const { subject, text } = writeMailText({
      ...base,
      kind: 'connector_needs_attention',
      facts: { ...facts, code: null, seen: { a: 1 } },
    })
    expect(subject).toBe('Urgent: Acme: sign-in needs attention')
    expect(text).toContain(
      'What is wrong: The signature does not verify.\n\nWhat to do: Add it.\n\n',
    )
    expect(text).not.toContain('Code')
    const until = { until: '2026-11-30T14:00:00.000Z', reason: 'IdP down' }
    expect(writeMailText({ ...base, kind: 'break_glass_opened', facts: until }).text).toContain(
      'Reason: IdP down\n\nUntil: 2026-11-30 14:00 UTC',
    )
  })

  it('lets no name and no reason begin a line of their own, or another header', () => {
    const evil = 'Acme\r\nBcc: everybody@example.com\u2028\n\nOpen http://evil.example'
    const { subject, text } = writeMailText({
      kind: 'break_glass_ended',
      tenantName: evil,
      expiresAt: EXPIRES,
      facts: { reason: `${'x'.repeat(2_000)}\n\nevil` },
    })
    expect(subject).not.toMatch(/\p{Cc}|\u2028/u)
    expect(subject.length).toBeLessThanOrEqual(200)
    expect(text.split('\n').filter((line) => line.startsWith('Open'))).toEqual([])
    expect(text.length).toBeLessThan(2_000)
  })
})
