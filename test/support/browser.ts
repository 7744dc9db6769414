// A browser as far as these tests need one: it keeps cookies and follows nothing by itself. Which
// cookies a real browser sends across sites is tested in a real browser.

import type { Hono } from 'hono'

export interface TestBrowser {
  readonly cookies: Map<string, string>
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
}

/** Opens a browser with an empty jar. */
export function openBrowser(app: Hono): TestBrowser {
  const cookies = new Map<string, string>()

  async function send(url: string, init: RequestInit, headers = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const absolute = new URL(url, 'http://localhost:8787').href
    const response = await app.request(absolute, {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, ...(cookie === '' ? {} : { cookie }), ...headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const at = pair.indexOf('=')
      if (attributes.includes('Max-Age=0')) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  return {
    cookies,
    get: (url, headers) => send(url, { method: 'GET' }, headers),
    post: (url, fields, headers) =>
      send(url, { method: 'POST', body: new URLSearchParams(fields) }, headers),
  }
}

/** Opens the one-time link of a test and presses its button. */
export async function beginTest(browser: TestBrowser, url: string): Promise<Response> {
  const page = await browser.get(url)
  if (page.status !== 200) return page
  const { origin, pathname, searchParams } = new URL(url)
  return browser.post(pathname, { t: searchParams.get('t') ?? '' }, { origin })
}

/** Goes on to the result that the answer to a test leads to. Any other answer stays as it is. */
export async function openResult(browser: TestBrowser, answer: Response): Promise<Response> {
  const location = answer.headers.get('location') ?? ''
  return answer.status === 303 && location.includes('/test?result=')
    ? browser.get(location)
    : answer
}

/** The refusal code that a page carries. */
export async function refusalOn(response: Response): Promise<string | undefined> {
  return /data-refusal="(\w+)"/.exec(await response.text())?.[1]
}
