// The pages of the demo application.

import { html } from 'hono/html'
import type { IDToken } from 'openid-client'
import { type Html, page } from '../page.ts'

const WHO = 'Demo application: a product that people log in to'

/** For somebody who is not logged in. */
export const homePage = (): Html =>
  page(
    WHO,
    'Demo application',
    html`
    <h1>Welcome</h1>
    <p>This application has no passwords. Your organisation’s identity provider says who you are.</p>
    <p><a class="button" href="/login">Log in</a></p>`,
  )

/** For somebody who is: every claim of the ID token, as it was received. */
export const welcomePage = (claims: IDToken): Html =>
  page(
    WHO,
    'You are logged in',
    html`
    <h1>Hello, <bdi>${text(claims.name ?? claims.sub)}</bdi></h1>
    <p>This is what the application learned, from an ID token that it verified:</p>
    <table id="claims">
      ${Object.entries(claims).map(
        ([name, value]) =>
          html`<tr><th scope="row">${name}</th><td data-claim="${name}"><bdi>${text(value)}</bdi></td></tr>`,
      )}
    </table>
    <form method="post" action="/logout"><button class="quiet">Log out</button></form>`,
  )

/** A login that did not work out. */
export const problemPage = (says: string): Html =>
  page(
    WHO,
    'Not logged in',
    html`
    <h1>You are not logged in</h1>
    <p class="warn" data-problem>${says}</p>
    <p><a class="button" href="/login">Try again</a></p>`,
  )

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
