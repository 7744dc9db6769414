// Signatures as others see them: xmldsigjs on xmldom, and xmlsec1 on libxml2. Neither shares a line
// with ours.

import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Crypto } from '@peculiar/webcrypto'
import { DOMImplementation, DOMParser, XMLSerializer } from '@xmldom/xmldom'
import { setNodeDependencies } from 'xml-core'
import { Application, Parse, SignedXml } from 'xmldsigjs'
import xpath from 'xpath'
import { toPem } from '../../src/protocol/x509/certificate.ts'

const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#'
const engine = new Crypto()

setNodeDependencies({ DOMImplementation, DOMParser, XMLSerializer, xpath })
Application.setEngine('second opinion', engine)

/** What each signature of a message is to xmldsigjs, in document order. */
export async function xmldsigjsVerifies(xml: string, certificate: string): Promise<boolean[]> {
  const verdicts: boolean[] = []
  const key = await rsaKey(certificate)
  const count = Parse(xml).getElementsByTagNameNS(XMLDSIG, 'Signature').length
  for (let at = 0; at < count; at++) {
    // Verifying takes signatures out of the document, so each has a document of its own.
    const document = Parse(xml)
    const signature = document.getElementsByTagNameNS(XMLDSIG, 'Signature')[at]
    const signed = new SignedXml(document)
    if (signature !== undefined) signed.LoadXml(signature)
    verdicts.push(await signed.Verify(key).catch(() => false))
  }
  return verdicts
}

function rsaKey(certificate: string): Promise<CryptoKey> {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'))
  const spki = Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }))
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  return engine.subtle.importKey('spki', spki, algorithm, true, ['verify'])
}

export const XMLSEC1_INSTALLED = spawnSync('xmlsec1', ['--version']).status === 0

/** What each signature of a message is to xmlsec1, in document order. */
export function xmlsec1Verifies(xml: string, certificate: string): boolean[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-opinion-'))
  try {
    const [pem, message] = [path.join(folder, 'idp.pem'), path.join(folder, 'message.xml')]
    writeFileSync(pem, toPem(certificate))
    writeFileSync(message, xml)
    const options = ['--verify', '--enabled-key-data', 'rsa', '--pubkey-cert-pem', pem]
    const ids = ['protocol:Response', 'assertion:Assertion'].flatMap((name) => [
      '--id-attr:ID',
      `urn:oasis:names:tc:SAML:2.0:${name}`,
    ])
    const count = Parse(xml).getElementsByTagNameNS(XMLDSIG, 'Signature').length
    return Array.from({ length: count }, (_, at) => {
      const place = ['--node-xpath', `(//*[local-name()='Signature'])[${at + 1}]`]
      return spawnSync('xmlsec1', [...options, ...ids, ...place, message]).status === 0
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
