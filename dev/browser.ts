// A scripted browser over plain HTTP: it follows redirects, keeps cookies by a browser's rules, and
// fills in forms.

import { createCookieJar } from './cookie-jar.ts'
import { type HtmlForm, readForms } from './html-forms.ts'

const MAX_REDIRECTS = 20

/** Where the browser ended up. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** Every address on the way, the first request included. */
  readonly via: readonly URL[]
}

export interface Browser {
  /** Types an address, or follows a link when `from` names the page it stands on. */
  visit(url: string | URL, from?: Page): Promise<Page>
  /**
   * Sends the form of a page that has one (or the first that `pick` likes) with some fields
   * changed; undefined leaves one out.
   */
  submit(
    page: Page,
    fields?: Readonly<Record<string, string | undefined>>,
    pick?: (form: HtmlForm) => boolean,
  ): Promise<Page>
  /** Posts a form that stands on no page, as coming from an origin. */
  post(url: string | URL, fields: Readonly<Record<string, string>>, from: string): Promise<Page>
  cookieNames(host: string): readonly string[]
}

/** Opens a browser with an empty cookie jar. */
export function openBrowser(): Browser {
  const jar = createCookieJar()

  async function request(
    url: URL,
    initiator: URL | undefined,
    form?: URLSearchParams,
  ): Promise<Page> {
    const via: URL[] = []
    let [at, body] = [url, form]
    for (let hop = 0; hop < MAX_REDIRECTS; hop++) {
      via.push(at)
      const method = body === undefined ? 'GET' : 'POST'
      const answer = await fetch(at, {
        method,
        redirect: 'manual',
        headers: {
          accept: 'text/html,application/xhtml+xml',
          cookie: jar.header({ url: at, method, initiator }),
          ...(initiator && body ? { origin: initiator.origin } : {}),
        },
        ...(body ? { body } : {}),
      })
      jar.store(at, answer.headers.getSetCookie())
      const location = answer.headers.get('location')
      if (location === null || answer.status < 300 || answer.status > 399)
        return {
          url: at,
          status: answer.status,
          headers: answer.headers,
          body: await answer.text(),
          via,
        }
      await answer.body?.cancel()
      at = new URL(location, at)
      if (answer.status < 307) body = undefined
    }
    throw new Error(`More than ${MAX_REDIRECTS} redirects from ${url}`)
  }

  return {
    visit: (url, from) => request(new URL(url, from?.url), from?.url),
    submit(page, fields = {}, pick = () => true) {
      const form = findForm(page, pick)
      const changed = Object.entries({ ...form.fields, ...fields })
      const sent = new URLSearchParams(
        changed.flatMap(([k, v]) => (v === undefined ? [] : [[k, v] as [string, string]])),
      )
      const target = new URL(form.action, page.url)
      if (form.method === 'post') return request(target, page.url, sent)
      target.search = sent.toString()
      return request(target, page.url)
    },
    post: (url, fields, from) => request(new URL(url), new URL(from), new URLSearchParams(fields)),
    cookieNames: (host) => jar.names(host),
  }
}

/** The first form of a page that `pick` likes; throws when there is none. */
export function findForm(page: Page, pick: (form: HtmlForm) => boolean = () => true): HtmlForm {
  const form = readForms(page.body).find(pick)
  if (form === undefined) {
    const title = /<(?:h1|h2|title)[^>]*>([^<]*)/.exec(page.body)?.[1]
    throw new Error(`No such form at ${page.url.href.split('?')[0]} (${page.status}, ${title})`)
  }
  return form
}
