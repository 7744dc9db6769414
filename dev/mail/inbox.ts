// The delivery service of development: mails are not sent but shown. Who looks is the person at the
// keyboard, so whatever the Worker signs is taken, and nothing is kept.

import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Brand, page, showIcon } from '../page.ts'

/** What the Worker signs with here, and nowhere else. */
export const INBOX_SECRET = 'whsec_b25seS1mb3ItZGV2ZWxvcG1lbnQtb24tdGhpcy1tYWNoaW5l'
const MAX_SHOWN = 100
const BRAND: Brand = {
  name: 'Mailbox',
  says: 'Every mail that would have been sent',
  accent: ['#6d28d9', '#c4a7ff'],
}

/** A mail as the Worker hands it over. */
export interface ReceivedMail {
  readonly type: string
  readonly timestamp: string
  readonly data: {
    readonly to: string
    readonly tenant: { readonly name: string }
    readonly url: string | null
    readonly facts: object
  }
}

/** Builds the inbox: POST takes a mail, GET shows the newest first, as JSON for programs. */
export function createInbox(): Hono {
  const mails: ReceivedMail[] = []
  return new Hono()
    .post('/mail', async (c) => {
      if (!c.req.header('webhook-signature')) return c.body(null, 401)
      mails.unshift(await c.req.json<ReceivedMail>())
      mails.length = Math.min(mails.length, MAX_SHOWN)
      return c.body(null, 204)
    })
    .get('/favicon.ico', showIcon(BRAND))
    .get('/mail', (c) => {
      if (!c.req.header('accept')?.includes('text/html')) return c.json(mails)
      return c.html(page(BRAND, 'Mails', mails.length === 0 ? EMPTY : listOf(mails)))
    })
}

const EMPTY = html`<h1>Mails</h1>
  <p>Nobody was written to yet. Reload when somebody should have been.</p>`

const listOf = (mails: readonly ReceivedMail[]) =>
  html`<h1>Mails</h1>
    <table>
      ${mails.map(
        ({ type, timestamp, data: { to, tenant, url, facts } }) =>
          html`<tr>
            <th>${to}<br /><small>${timestamp}</small></th>
            <td>
              <code>${type}</code> of ${tenant.name}<br />
              ${url === null ? html`<code>${JSON.stringify(facts)}</code>` : html`<a href="${url}">Open the link</a>`}
            </td>
          </tr>`,
      )}
    </table>`
