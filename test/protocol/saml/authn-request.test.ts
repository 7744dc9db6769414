import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { buildAuthnRequest } from '../../../src/protocol/saml/authn-request.ts'
import { canonicalize } from '../../../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { request } from './request.ts'

describe('buildAuthnRequest', () => {
  it('writes what the Web SSO profile asks for', () => {
    expect(buildAuthnRequest(request)).toBe(
      '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"' +
        ' AssertionConsumerServiceURL="https://sp.example/sso/sso_1/saml/acs"' +
        ' Destination="https://idp.example/sso?tenant=a&amp;b=%22"' +
        ' ID="_abc" IssueInstant="2026-01-15T12:00:30Z"' +
        ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Version="2.0">' +
        '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://sp.example/sso/sso_1/saml/metadata</saml:Issuer>' +
        '<samlp:NameIDPolicy AllowCreate="true" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"></samlp:NameIDPolicy>' +
        '</samlp:AuthnRequest>',
    )
  })

  it('is its own canonical form', () => {
    const text = buildAuthnRequest({
      ...request,
      forceAuthn: true,
      authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
      spEntityID: 'urn:a&b<c>"d"',
    })
    const parsed = parseXml(encodeUtf8(text))
    expect(parsed.ok && decodeUtf8(canonicalize(parsed.value, { algorithm: 'exc-c14n' }))).toBe(
      text,
    )
  })

  it('leaves Format out for unspecified', () => {
    const nameIdFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
    expect(buildAuthnRequest({ ...request, nameIdFormat })).toContain(
      '<samlp:NameIDPolicy AllowCreate="true"></samlp:NameIDPolicy>',
    )
  })

  it('leaves AllowCreate out for transient', () => {
    const nameIdFormat = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
    expect(buildAuthnRequest({ ...request, nameIdFormat })).toContain(
      `<samlp:NameIDPolicy Format="${nameIdFormat}"></samlp:NameIDPolicy>`,
    )
  })

  it('asks for a fresh authentication only when told to', () => {
    expect(buildAuthnRequest(request)).not.toContain('ForceAuthn')
    expect(buildAuthnRequest({ ...request, forceAuthn: true })).toContain(' ForceAuthn="true"')
  })

  it('asks for exactly one authentication context', () => {
    const authnContextClassRef = 'https://refeds.org/profile/mfa'
    expect(buildAuthnRequest({ ...request, authnContextClassRef })).toContain(
      '<samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://refeds.org/profile/mfa</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>',
    )
  })
})
