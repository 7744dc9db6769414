import { beforeAll, describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { buildAuthnRequest } from '../../../src/protocol/saml/authn-request.ts'
import { SAML_NS } from '../../../src/protocol/saml/namespaces.ts'
import { postForm } from '../../../src/protocol/saml/post-binding.ts'
import { issueSelfSignedCertificate } from '../../../src/protocol/x509/issue-certificate.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { childElements, isNamed, type XmlElement } from '../../../src/protocol/xml/tree.ts'
import { DSIG_NS } from '../../../src/protocol/xmldsig/algorithms.ts'
import type { SigningKey } from '../../../src/protocol/xmldsig/sign.ts'
import { verifyEnveloped } from '../../../src/protocol/xmldsig/verify-enveloped.ts'
import { newRsaKeyPair } from '../x509/rsa-key-pair.ts'
import { request } from './request.ts'

const message = buildAuthnRequest({ ...request, id: '_x.1-y' })
const destination = 'https://idp.example/sso'

function parse(text: string | undefined): XmlElement {
  const parsed = parseXml(encodeUtf8(text ?? ''))
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}

const messageIn = (fields: Readonly<Record<string, string>>) =>
  decodeUtf8(decodeBase64(fields.SAMLRequest ?? '') ?? new Uint8Array())

describe('postForm (SAML Bindings §3.5)', () => {
  let signingKey: SigningKey
  beforeAll(async () => {
    const keyPair = await newRsaKeyPair()
    const der = await issueSelfSignedCertificate({
      commonName: 'sso_1',
      keyPair,
      notBefore: 0,
      notAfter: 86_400_000,
      serial: new Uint8Array(16),
    })
    signingKey = { privateKey: keyPair.privateKey, certificate: encodeBase64(der) }
  })

  it('carries the message as base64, unsigned without a key', async () => {
    const form = await postForm({ destination, message, relayState: 'r&1' })
    expect(form).toEqual({
      action: destination,
      fields: { SAMLRequest: encodeBase64(encodeUtf8(message)), RelayState: 'r&1' },
    })
  })

  it('signs the message so that our own certificate verifies it', async () => {
    const { fields } = await postForm({ destination, message, signingKey })
    const verified = await verifyEnveloped(parse(messageIn(fields)), {
      certificates: [signingKey.certificate],
      allowWeakAlgorithms: false,
    })
    expect(verified.ok && verified.value.attributes).toEqual(parse(message).attributes)
  })

  it('puts the Signature right after Issuer and changes nothing else', async () => {
    const { fields } = await postForm({ destination, message, signingKey })
    const text = messageIn(fields) ?? ''
    const [issuer, signature] = childElements(parse(text))
    expect(issuer && isNamed(issuer, SAML_NS, 'Issuer')).toBe(true)
    expect(signature && isNamed(signature, DSIG_NS, 'Signature')).toBe(true)
    expect(text.replace(/<ds:Signature .*<\/ds:Signature>/, '')).toBe(message)
    expect(text).toContain('URI="#_x.1-y"')
    expect(text).toContain(
      `<ds:X509Certificate>${signingKey.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
    )
  })

  it('sends no RelayState of more than 80 bytes', async () => {
    await expect(postForm({ destination, message, relayState: 'x'.repeat(81) })).rejects.toThrow(
      'RelayState of 81 bytes',
    )
  })
})
