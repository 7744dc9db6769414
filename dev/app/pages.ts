// The pages of the demo application: a product for customer service, as far as a login shows it.

import { html } from 'hono/html'
import type { IDToken } from 'openid-client'
import { type Html, page } from '../page.ts'
import { APP_BRAND } from './brand.ts'
import type { Remembered } from './remembered.ts'

const CONVERSATIONS = [
  ['Olivia Grant', 'Wants to move her contract to a new address', '2 min'],
  ['Noah Keller', 'Asks why the last invoice is higher', '9 min'],
  ['Sofia Marino', 'Router arrived without a power cable', '14 min'],
] as const

/** For people who are not logged in. `remembered`: where they logged in the last time. */
export const homePage = (remembered: Remembered | undefined): Html =>
  page(
    APP_BRAND,
    'Log in',
    html`
    <h1>Every conversation in one place</h1>
    <p>${APP_BRAND.name} has no passwords. Your organisation’s identity provider says who you are.</p>
    <p class="actions">
      <a class="button" href="/login">${remembered ? html`Log in to <bdi>${remembered.tenant}</bdi>` : 'Log in'}</a>
      <a href="/other">Use another organisation</a>
    </p>`,
  )

/** For somebody who is: their work, and every claim of the ID token as it was received. */
export const welcomePage = (claims: IDToken): Html =>
  page(
    APP_BRAND,
    'Inbox',
    html`
    <h1>Hello, <bdi>${text(claims.given_name ?? claims.name ?? claims.sub)}</bdi></h1>
    <p class="soft">You work for <bdi>${text(claims.tenant_name ?? 'an organisation')}</bdi>${roles(claims)}.</p>
    <h2>Open conversations</h2>
    <table class="list">
      <thead><tr><th scope="col">Customer</th><th scope="col">About</th><th scope="col">Waiting</th></tr></thead>
      <tbody>
        ${CONVERSATIONS.map(
          ([customer, about, waiting]) =>
            html`<tr><th scope="row">${customer}</th><td>${about}</td><td>${waiting}</td></tr>`,
        )}
      </tbody>
    </table>
    <h2>What ${APP_BRAND.name} learned about you</h2>
    <p class="soft small">From an ID token that it verified.</p>
    <table id="claims">
      ${Object.entries(claims).map(
        ([name, value]) =>
          html`<tr><th scope="row">${name}</th><td data-claim="${name}"><bdi>${text(value)}</bdi></td></tr>`,
      )}
    </table>`,
    html`<form method="post" action="/logout"><button class="quiet">Log out</button></form>`,
  )

/** A login that did not work out. */
export const problemPage = (says: string): Html =>
  page(
    APP_BRAND,
    'Not logged in',
    html`
    <h1>You are not logged in</h1>
    <p class="warn" data-problem>${says}</p>
    <p class="actions"><a class="button" href="/login">Try again</a> <a href="/">Home</a></p>`,
  )

const roles = ({ roles }: IDToken): string =>
  Array.isArray(roles) && roles.length > 0 ? ` as ${roles.join(', ')}` : ''

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
