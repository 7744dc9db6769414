// An identity provider that the scenarios run against: what they need of it, however it does it.

import type { Browser, Page } from '../../dev/browser.ts'
import type { Attributes } from '../../dev/idp/attributes.ts'

/** What an IdP must know of us. */
export interface ServiceProvider {
  readonly entityID: string
  readonly acsUrl: string
  readonly sloUrl: string
  /** DER, base64 on one line: requests must be signed with its key. */
  readonly certificate: string
}

export interface Peer {
  /** Of the e-mail addresses of its people. */
  readonly domain: string
  readonly metadataUrl: string
  /** Has it serve one more service provider. */
  serve(provider: ServiceProvider): void
  /** What it says of whoever logs in from now on. */
  say(attributes: Attributes): void
  /**
   * Logs in where a request arrived, asked or not, and returns the page that carries the answer.
   */
  answer(browser: Browser, asked: Page): Promise<Page>
}
