// Other verifiers, each asked for as much of the same work as it offers. node-saml and samlify go
// from the form field to an identity, decryption included; xmldsigjs and xml-crypto verify the
// signatures and stop there.

import { X509Certificate } from 'node:crypto'
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import { DOMParser, XMLSerializer } from '@xmldom/xmldom'
import * as samlify from 'samlify'
import * as xmlCore from 'xml-core'
import { SignedXml } from 'xml-crypto'
import * as xmldsig from 'xmldsigjs'
import xpath from 'xpath'
import { DSIG_NS } from '../../src/protocol/xmldsig/algorithms.ts'
import { CIRCUMSTANCES } from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import type { Contestant } from './contestant.ts'

const { certificate } = TEST_KEYS.idp
const PEM = `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
const OUR_PEM = `-----BEGIN PRIVATE KEY-----\n${TEST_KEYS.sp.pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
const SSO_URL = 'https://idp.example/sso'
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const NOT_OFFERED = 'does not decrypt'
const ALICE = 'alice@example.org'

const XMLDSIGJS: Contestant = {
  name: 'xmldsigjs',
  prepare: async ({ xml, encrypted }) => {
    if (encrypted) throw new Error(NOT_OFFERED)
    xmlCore.setNodeDependencies({ DOMParser, XMLSerializer, xpath })
    xmldsig.Application.setEngine('webcrypto', crypto)
    const spki = new X509Certificate(PEM).publicKey.export({ type: 'spki', format: 'der' })
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    // It exports the key that it is given.
    const key = await crypto.subtle.importKey('spki', Uint8Array.from(spki), algorithm, true, [
      'verify',
    ])
    return async () => {
      const document = xmldsig.Parse(xml)
      for (const signature of Array.from(document.getElementsByTagNameNS(DSIG_NS, 'Signature'))) {
        const signed = new xmldsig.SignedXml(document)
        signed.LoadXml(signature as never)
        if (!(await signed.Verify(key))) throw new Error('xmldsigjs does not verify')
      }
    }
  },
}

const XML_CRYPTO: Contestant = {
  name: 'xml-crypto',
  prepare: async ({ xml, encrypted }) => {
    if (encrypted) throw new Error(NOT_OFFERED)
    return async () => {
      const document = new DOMParser().parseFromString(xml, 'text/xml')
      for (const signature of Array.from(document.getElementsByTagNameNS(DSIG_NS, 'Signature'))) {
        const signed = new SignedXml({ publicCert: PEM })
        signed.loadSignature(signature as never)
        if (!signed.checkSignature(xml)) throw new Error('xml-crypto does not verify')
      }
    }
  },
}

const NODE_SAML: Contestant = {
  name: 'node-saml',
  prepare: async ({ base64, responseSigned }) => {
    const saml = new SAML({
      callbackUrl: CIRCUMSTANCES.acsUrl,
      issuer: CIRCUMSTANCES.spEntityID,
      audience: CIRCUMSTANCES.spEntityID,
      idpIssuer: CIRCUMSTANCES.idpEntityID,
      entryPoint: SSO_URL,
      idpCert: certificate,
      wantAssertionsSigned: true,
      wantAuthnResponseSigned: responseSigned,
      decryptionPvk: OUR_PEM,
      validateInResponseTo: ValidateInResponseTo.never,
    })
    return async () => {
      const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: base64 })
      if (profile?.nameID !== ALICE) throw new Error('node-saml does not verify')
    }
  },
}

const SAMLIFY: Contestant = {
  name: 'samlify',
  prepare: async ({ base64, responseSigned, encrypted }) => {
    // It insists on a schema validator and brings none; this one costs nothing.
    samlify.setSchemaValidator({ validate: async () => 'skipped' })
    const idp = samlify.IdentityProvider({
      entityID: CIRCUMSTANCES.idpEntityID,
      signingCert: PEM,
      singleSignOnService: [{ Binding: BINDING, Location: SSO_URL }],
      isAssertionEncrypted: encrypted,
    })
    const sp = samlify.ServiceProvider({
      entityID: CIRCUMSTANCES.spEntityID,
      assertionConsumerService: [{ Binding: BINDING, Location: CIRCUMSTANCES.acsUrl }],
      wantAssertionsSigned: true,
      wantMessageSigned: responseSigned,
      encPrivateKey: OUR_PEM,
    })
    return async () => {
      const { extract } = await sp.parseLoginResponse(idp, 'post', {
        body: { SAMLResponse: base64 },
      })
      if (extract.nameID !== ALICE) throw new Error('samlify does not verify')
    }
  },
}

export const PEERS: readonly Contestant[] = [XMLDSIGJS, XML_CRYPTO, SAMLIFY, NODE_SAML]
