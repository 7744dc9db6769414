// XML signatures by xmldsigjs on @peculiar/webcrypto: an implementation that shares nothing with
// the one under test, so that both cannot be wrong in the same way.

import { DOMImplementation, DOMParser, XMLSerializer } from '@xmldom/xmldom'
import { setNodeDependencies } from 'xml-core'
import { Application, Parse, SignedXml, Stringify } from 'xmldsigjs'
import xpath from 'xpath'
import { idpCrypto } from './idp-crypto.ts'
import type { IdpKey } from './keys.ts'

const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#'

setNodeDependencies({ DOMImplementation, DOMParser, XMLSerializer, xpath })
Application.setEngine('@peculiar/webcrypto', idpCrypto)

/**
 * Signs the root element (RSA-SHA256, exclusive C14N) and puts the signature right after its Issuer
 * (SAML Core §5.4.2).
 */
export async function signXml(xml: string, key: IdpKey): Promise<string> {
  const document = Parse(xml)
  const root = document.documentElement
  const signed = new SignedXml()
  // The default, inclusive C14N, would break as soon as the assertion stands inside a Response.
  signed.XmlSignature.SignedInfo.CanonicalizationMethod.Algorithm = EXCLUSIVE_C14N
  await signed.Sign({ name: 'RSASSA-PKCS1-v1_5' }, key.privateKey, document, {
    x509: [key.certificate],
    references: [
      {
        uri: `#${root.getAttribute('ID')}`,
        hash: 'SHA-256',
        transforms: ['enveloped', 'exc-c14n'],
      },
    ],
  })
  const signature = signed.GetXml()
  const issuer = root.firstChild
  if (signature === null || issuer === null) throw new Error('There is nothing to sign.')
  root.insertBefore(document.importNode(signature, true), issuer.nextSibling)
  return Stringify(root)
}

/**
 * Tells whether the enveloped signature of the root verifies under a certificate (PEM); false when
 * there is none.
 */
export async function verifyXml(xml: string, key: CryptoKey): Promise<boolean> {
  const document = Parse(xml)
  const signature = Array.from(document.getElementsByTagNameNS(XMLDSIG, 'Signature')).find(
    (element) => element.parentNode === document.documentElement,
  )
  if (signature === undefined) return false
  const signed = new SignedXml(document)
  signed.LoadXml(Stringify(signature))
  return signed.Verify(key).catch(() => false)
}
