// Single logout as the IdP of a stage plays it: what it offers, the messages it signs, and what it
// makes of ours.

import { inflateRawSync } from 'node:zlib'
import { decodeBase64, encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import {
  entityDescriptor,
  keyDescriptor,
  ssoService,
} from '../protocol/saml/idp-metadata/idp-metadata.ts'
import { signedQuery } from '../protocol/saml/logout/logout-message.ts'
import type { TestBrowser } from './browser.ts'
import { enveloped } from './signed-response.ts'
import { IDP, type Stage } from './stage.ts'
import { TEST_KEYS } from './test-keys.ts'

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol'
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:'
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-'
const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'

const sloService = (binding: string, attributes: string): string =>
  `<md:SingleLogoutService Binding="${BINDINGS}${binding}" ${attributes}/>`

/** An IdP that wants answers by HTTP-Redirect at another address than requests. */
export const IDP_WITH_LOGOUT = {
  metadata_xml: entityDescriptor({
    entityID: IDP,
    keys: keyDescriptor('use="signing"', TEST_KEYS.idp.certificate),
    services:
      sloService(
        'Redirect',
        'Location="https://idp.example/slo" ResponseLocation="https://idp.example/slo/answers"',
      ) +
      sloService('POST', 'Location="https://idp.example/slo/post"') +
      ssoService('Redirect', 'https://idp.example/sso'),
  }),
}

/** Where logout messages for a stage go. */
export const sloUrl = ({ ssoKey }: Stage): string => ssoKey.acsUrl.replace(/acs$/, 'slo')

let messages = 0

export interface RequestOptions {
  readonly id?: string
  /** `null`: none. */
  readonly nameId?: string | null
  /** Changes the NameID before the request is signed. */
  readonly editNameId?: (xml: string) => string
  readonly format?: string
  readonly nameQualifier?: string
  readonly sessionIndexes?: readonly string[]
}

/** A LogoutRequest of the IdP; alice and all of her sessions unless said otherwise. */
export function logoutRequest(stage: Stage, options: RequestOptions = {}): string {
  messages++
  const { id = `_out${messages}`, nameId = 'alice@example.org', format = EMAIL } = options
  const { nameQualifier, editNameId = (xml: string) => xml } = options
  const qualified = nameQualifier === undefined ? '' : ` NameQualifier="${nameQualifier}"`
  const indexes = (options.sessionIndexes ?? []).map(
    (index) => `<samlp:SessionIndex>${index}</samlp:SessionIndex>`,
  )
  return (
    `<samlp:LogoutRequest xmlns:samlp="${SAMLP}" Destination="${sloUrl(stage)}" ID="${id}"` +
    ` IssueInstant="${now()}" Version="2.0"><saml:Issuer xmlns:saml="${SAML}">${IDP}</saml:Issuer>` +
    (nameId === null
      ? ''
      : editNameId(
          `<saml:NameID xmlns:saml="${SAML}" Format="${format}"${qualified}>${nameId}</saml:NameID>`,
        )) +
    `${indexes.join('')}</samlp:LogoutRequest>`
  )
}

/** A LogoutResponse of the IdP to one of our requests. */
export function logoutResponse(stage: Stage, inResponseTo: string, status = 'Success'): string {
  messages++
  return (
    `<samlp:LogoutResponse xmlns:samlp="${SAMLP}" Destination="${sloUrl(stage)}" ID="_out${messages}"` +
    ` InResponseTo="${inResponseTo}" IssueInstant="${now()}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="${SAML}">${IDP}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="${STATUS}${status}"></samlp:StatusCode></samlp:Status>` +
    '</samlp:LogoutResponse>'
  )
}

/** Has the browser bring a message in a signed URL. */
export const bringByRedirect = async (
  stage: Stage,
  browser: TestBrowser,
  xml: string,
  relayState?: string,
): Promise<Response> => {
  const query = await signedQuery(xml, relayState === undefined ? {} : { relayState })
  return browser.get(`${sloUrl(stage)}?${query}`)
}

/** Has the browser post a message that is signed inside. */
export const bringByPost = async (
  stage: Stage,
  browser: TestBrowser,
  xml: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const parameter = xml.startsWith('<samlp:LogoutResponse') ? 'SAMLResponse' : 'SAMLRequest'
  const message = encodeBase64(encodeUtf8(await enveloped(xml, {})))
  const headers = { origin: 'https://idp.example' }
  return browser.post(sloUrl(stage), { [parameter]: message, ...fields }, headers)
}

/** The URL that a page sends the browser to by itself. */
export const onwards = async (page: Response): Promise<string> =>
  /content="0;url=([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? ''

/** The XML that a URL carries. */
export const messageIn = (url: string, parameter: 'SAMLRequest' | 'SAMLResponse'): string =>
  inflateRawSync(
    decodeBase64(new URL(url).searchParams.get(parameter) ?? '') ?? new Uint8Array(),
  ).toString()

const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`
