// An AuthnRequest whose values need escaping.

import type { AuthnRequest } from '../../../src/protocol/saml/authn-request.ts'

export const request: AuthnRequest = {
  id: '_abc',
  issueInstant: Date.parse('2026-01-15T12:00:30.987Z'),
  destination: 'https://idp.example/sso?tenant=a&b=%22',
  spEntityID: 'https://sp.example/sso/sso_1/saml/metadata',
  acsUrl: 'https://sp.example/sso/sso_1/saml/acs',
  nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  forceAuthn: false,
}
