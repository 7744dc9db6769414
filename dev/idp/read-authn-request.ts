// Reads an AuthnRequest as a careful IdP does: signature first, against the certificate in the
// service provider's own metadata; then the address, which must be one of those that the metadata
// names.

import { verify, X509Certificate } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { DOMParser, type Element } from '@xmldom/xmldom'
import { ok, type Result, refuse } from '../../src/result.ts'
import { idpCrypto } from './idp-crypto.ts'
import { verifyXml } from './sign-xml.ts'
import type { AnsweredRequest } from './write-response.ts'

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion'
const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#'
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const MAX_BYTES = 64 * 1024

/**
 * The message as a binding delivers it. `query` is the raw query string: its octets are what was
 * signed.
 */
export type Delivered =
  | { readonly binding: 'redirect'; readonly query: string }
  | { readonly binding: 'post'; readonly samlRequest: string }

interface ServiceProvider {
  readonly acsUrls: readonly string[]
  readonly certificate: X509Certificate
}

/** Reads and verifies an AuthnRequest; a refusal is a sentence for the page. */
export async function readAuthnRequest(
  delivered: Delivered,
  ssoUrl: string,
): Promise<Result<AnsweredRequest, string>> {
  const xml = decode(delivered)
  const root = xml === undefined ? undefined : parse(xml)
  if (xml === undefined || root?.localName !== 'AuthnRequest' || root.namespaceURI !== PROTOCOL)
    return refuse('This is not an AuthnRequest.')
  if (root.getAttribute('Destination') !== ssoUrl)
    return refuse('The request is addressed to another IdP (Destination).')

  const issuer = child(root, ASSERTION, 'Issuer')?.textContent ?? ''
  const provider = await fetchServiceProvider(issuer)
  if (!provider.ok) return provider
  if (!(await isSigned(delivered, xml, provider.value.certificate)))
    return refuse('The request is not signed by the key in the service provider’s metadata.')

  const acsUrl = root.getAttribute('AssertionConsumerServiceURL') ?? provider.value.acsUrls[0] ?? ''
  if (!provider.value.acsUrls.includes(acsUrl))
    return refuse('The request asks for an address that the metadata does not name.')
  const context = child(root, PROTOCOL, 'RequestedAuthnContext')
  return ok({
    id: root.getAttribute('ID') ?? '',
    issuer,
    acsUrl,
    nameIdFormat: specificFormat(child(root, PROTOCOL, 'NameIDPolicy')?.getAttribute('Format')),
    authnContextClassRef:
      (context && child(context, ASSERTION, 'AuthnContextClassRef')?.textContent) ?? '',
  })
}

function decode(delivered: Delivered): string | undefined {
  const text =
    delivered.binding === 'post'
      ? delivered.samlRequest
      : (new URLSearchParams(delivered.query).get('SAMLRequest') ?? '')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 0 || bytes.length > MAX_BYTES) return undefined
  if (delivered.binding === 'post') return bytes.toString('utf8')
  try {
    return inflateRawSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8')
  } catch {
    return undefined
  }
}

function parse(xml: string): Element | undefined {
  try {
    return (
      new DOMParser({ onError: stop }).parseFromString(xml, 'text/xml').documentElement ?? undefined
    )
  } catch {
    return undefined
  }
}

function stop(_level: string, message: string): never {
  throw new Error(message)
}

/** EntityIDs here are metadata addresses; a demo follows them on loopback only. */
async function fetchServiceProvider(entityID: string): Promise<Result<ServiceProvider, string>> {
  if (!URL.canParse(entityID) || !isLoopback(new URL(entityID)))
    return refuse('The issuer is no service provider on this machine.')
  const answer = await fetch(entityID, { redirect: 'error' }).catch(() => undefined)
  const root = answer?.ok ? parse(await answer.text()) : undefined
  if (root?.getAttribute('entityID') !== entityID)
    return refuse('The issuer publishes no metadata under its EntityID.')
  const found = (namespace: string, name: string) => [
    ...root.getElementsByTagNameNS(namespace, name),
  ]
  const certificate = found(XMLDSIG, 'X509Certificate')[0]?.textContent
  if (!certificate) return refuse('The service provider’s metadata names no certificate.')
  return ok({
    acsUrls: found(METADATA, 'AssertionConsumerService').map(
      (e) => e.getAttribute('Location') ?? '',
    ),
    certificate: new X509Certificate(Buffer.from(certificate, 'base64')),
  })
}

/** SAML Bindings §3.4.4.1 for the query, SAML Core §5 for the enveloped signature. */
async function isSigned(delivered: Delivered, xml: string, by: X509Certificate): Promise<boolean> {
  if (delivered.binding === 'post') {
    const spki = by.publicKey.export({ type: 'spki', format: 'der' })
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    return verifyXml(
      xml,
      await idpCrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
    )
  }
  const raw = new Map(delivered.query.split('&').map((part) => [part.split('=')[0] ?? '', part]))
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap((name) => raw.get(name) ?? [])
  const parameters = new URLSearchParams(delivered.query)
  return (
    parameters.get('SigAlg') === RSA_SHA256 &&
    verify(
      'sha256',
      Buffer.from(signed.join('&')),
      by.publicKey,
      Buffer.from(parameters.get('Signature') ?? '', 'base64'),
    )
  )
}

const child = (parent: Element, namespace: string, name: string): Element | undefined =>
  Array.from(parent.getElementsByTagNameNS(namespace, name)).find((e) => e.parentNode === parent)

/** `unspecified` leaves the choice to the IdP (SAML Core §8.3.1). */
const specificFormat = (format: string | null | undefined): string =>
  !format || format.endsWith(':unspecified') ? '' : format

const isLoopback = (url: URL): boolean =>
  url.protocol === 'http:' && (url.hostname === 'localhost' || url.hostname === '127.0.0.1')
