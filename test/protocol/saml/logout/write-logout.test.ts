import { expect, it } from 'vitest'
import {
  buildLogoutRequest,
  buildLogoutResponse,
  UNKNOWN_PRINCIPAL,
} from '../../../../src/protocol/saml/logout/write-logout.ts'

const MESSAGE = {
  id: '_1',
  issueInstant: Date.parse('2026-01-15T12:00:30Z'),
  destination: 'https://idp.example/slo?a=1&b=2',
  spEntityID: 'https://sp.example/<sp>',
}
const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol'
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status'
const ISSUER = `<saml:Issuer xmlns:saml="${SAML}">https://sp.example/&lt;sp&gt;</saml:Issuer>`
const DESTINATION = 'Destination="https://idp.example/slo?a=1&amp;b=2"'

it('a LogoutRequest names the person as the IdP did, and the session (SAML Core §3.7.1)', () => {
  const nameId = { value: 'a&b', format: 'urn:f', nameQualifier: 'urn:q', spNameQualifier: 'urn:s' }
  const notOnOrAfter = MESSAGE.issueInstant + 300_000
  const request = { ...MESSAGE, notOnOrAfter, nameId, sessionIndex: '<1>' }
  expect(buildLogoutRequest(request)).toBe(
    `<samlp:LogoutRequest xmlns:samlp="${SAMLP}" ${DESTINATION} ID="_1"` +
      ' IssueInstant="2026-01-15T12:00:30Z" NotOnOrAfter="2026-01-15T12:05:30Z" Version="2.0">' +
      `${ISSUER}<saml:NameID xmlns:saml="${SAML}" Format="urn:f" NameQualifier="urn:q"` +
      ' SPNameQualifier="urn:s">a&amp;b</saml:NameID>' +
      '<samlp:SessionIndex>&lt;1&gt;</samlp:SessionIndex></samlp:LogoutRequest>',
  )
})

it('a LogoutRequest says nothing of what the IdP left out', () => {
  const nameId = {
    value: 'alice',
    format: undefined,
    nameQualifier: undefined,
    spNameQualifier: undefined,
  }
  const request = { ...MESSAGE, notOnOrAfter: MESSAGE.issueInstant, nameId }
  expect(buildLogoutRequest(request)).toBe(
    `<samlp:LogoutRequest xmlns:samlp="${SAMLP}" ${DESTINATION} ID="_1"` +
      ' IssueInstant="2026-01-15T12:00:30Z" NotOnOrAfter="2026-01-15T12:00:30Z" Version="2.0">' +
      `${ISSUER}<saml:NameID xmlns:saml="${SAML}">alice</saml:NameID></samlp:LogoutRequest>`,
  )
})

it('a LogoutResponse says Success, or nests the reason in a failure (SAML Core §3.7.2)', () => {
  const response = { ...MESSAGE, inResponseTo: '_2' }
  const around = (status: string) =>
    `<samlp:LogoutResponse xmlns:samlp="${SAMLP}" ${DESTINATION} ID="_1" InResponseTo="_2"` +
    ` IssueInstant="2026-01-15T12:00:30Z" Version="2.0">${ISSUER}` +
    `<samlp:Status>${status}</samlp:Status></samlp:LogoutResponse>`
  expect(buildLogoutResponse(response)).toBe(
    around(`<samlp:StatusCode Value="${STATUS}:Success"></samlp:StatusCode>`),
  )
  expect(buildLogoutResponse({ ...response, status: UNKNOWN_PRINCIPAL })).toBe(
    around(
      `<samlp:StatusCode Value="${STATUS}:Requester">` +
        `<samlp:StatusCode Value="${STATUS}:UnknownPrincipal"></samlp:StatusCode></samlp:StatusCode>`,
    ),
  )
})
