// Guests of set-up links: a browser that opened a link, and calls the API from a page of ours.

import type { Client, Reply } from './api.ts'
import type { Caller, Resource } from './api-tenant.ts'

export const ORIGIN = 'http://localhost:8787'
/** What a page of ours sends with every change. */
export const FROM_OUR_PAGE = {
  origin: ORIGIN,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
}

export interface MadeLink extends Resource {
  readonly url: string
  readonly token: string
  /** Its path in the API. */
  readonly path: string
}

/** Has an administrator make a link. */
export async function makeLink(
  caller: Caller,
  tenantId: string,
  members: object = {},
): Promise<MadeLink> {
  const all = `/tenants/${tenantId}/setup-links`
  const made = await caller.make(all, { tasks: ['sso'], ...members })
  const url = String(made.url)
  return { ...made, url, token: url.split('#')[1] ?? '', path: `${all}/${made.id}` }
}

export interface Guest {
  /** The reply that began the session. */
  readonly opened: Reply
  readonly cookie: string
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>
}

/** Opens a link in a new browser. */
export async function openLink(client: Client, token: string): Promise<Guest> {
  const opened = await client.call('POST', '/setup-sessions', {
    body: { token },
    headers: FROM_OUR_PAGE,
  })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  return {
    opened,
    cookie,
    call: (method, path, body, headers = {}) =>
      client.call(method, path, {
        headers: { ...FROM_OUR_PAGE, cookie, ...headers },
        ...(body === undefined ? {} : { body }),
      }),
  }
}
