// An authenticator app for people who try the demo without a telephone at hand: it keeps the keys
// that they paste in their own browser's address, and shows the codes of now (RFC 6238).

import { Hono } from 'hono'
import { html } from 'hono/html'
import { Secret, TOTP } from 'otpauth'
import { type Brand, page } from '../page.ts'

const BRAND: Brand = {
  name: 'Authenticator',
  says: 'In the place of an app on your telephone, for this demo alone',
  accent: ['#6d28d9', '#c4a7ff'],
}
const PERIOD_S = 30

/** Builds the page; `key` in the query is what the set-up page shows below its QR code. */
export const createAuthenticator = (): Hono =>
  new Hono().get('/authenticator', (c) => {
    const key = (c.req.query('key') ?? '').replace(/\s/g, '').toUpperCase()
    const left = PERIOD_S - (Math.floor(Date.now() / 1000) % PERIOD_S)
    if (key !== '') c.header('Refresh', `${left}`)
    return c.html(
      page(
        BRAND,
        'Code',
        html`
          <h1>The code of now</h1>
          ${key === '' ? '' : showCode(key, left)}
          <form>
            <label class="field small" for="key">The key that is shown below the QR code</label>
            <input id="key" name="key" value="${key}" spellcheck="false" autocomplete="off" required />
            <button>Show the code</button>
          </form>`,
      ),
    )
  })

function showCode(key: string, left: number) {
  if (!/^[A-Z2-7]{16,}$/.test(key))
    return html`<p class="warn">A key has letters from A to Z and digits from 2 to 7.</p>`
  const code = new TOTP({ secret: Secret.fromBase32(key) }).generate()
  return html`<p><strong data-code style="font-size: 2rem; letter-spacing: .1em">${code}</strong></p>
    <p class="soft">Good for ${left} more seconds, and once. Keep this page open for the next one.</p>`
}
