import { describe, expect, it } from 'vitest'
import { isOurUrl } from '../../../../src/protocol/saml/same-url.ts'
import { collapse } from '../../../../src/protocol/xml/white-space.ts'
import { CIRCUMSTANCES, type ResponseOptions } from '../../../support/signed-response.ts'
import { ALICE, inAssertion, inResponse, judge } from './judge.ts'

const { acsUrl, spEntityID, idpEntityID } = CIRCUMSTANCES
const NO_BREAK = '\u00a0'

/**
 * Signed with white space around the value: as a pretty-printer leaves it, and as a reference that
 * stays what it is.
 */
const padded = (name: string): ResponseOptions =>
  inAssertion(new RegExp(` ${name}="([^"]*)"`, 'g'), ` ${name}=" &#xD;&#xA;$1&#x9; "`)
const pretty = (element: string): ResponseOptions =>
  inAssertion(new RegExp(`(<saml:${element}[^>]*>)([^<]*)<`), '$1\n    $2\n  <')
const inSignedInfo = (from: string | RegExp, to: string): ResponseOptions => ({
  editSignedInfo: (xml) => {
    if (xml.search(from) < 0) throw new Error(`${from} is not there`)
    return xml.replace(from, to)
  },
})

describe('white space around a value collapses where its type says so (R42, XML Schema 2 §4.3.6)', () => {
  it.each<[string, ResponseOptions]>([
    ['Audience', pretty('Audience')],
    ['AuthnContextClassRef', pretty('AuthnContextClassRef')],
    ['Recipient', padded('Recipient')],
    ['Method', padded('Method')],
    ['InResponseTo of the confirmation', padded('InResponseTo')],
    ['NotBefore', padded('NotBefore')],
    ['NotOnOrAfter', padded('NotOnOrAfter')],
    ['AuthnInstant', padded('AuthnInstant')],
    ['IssueInstant', padded('IssueInstant')],
    ['Format of the NameID', padded('Format')],
    ['ID of the assertion', inSignedInfo('URI="#', 'URI=" #')],
    ['Destination', inResponse(/Destination="([^"]*)"/, 'Destination=" $1&#xA;"')],
    ['InResponseTo', inResponse(/InResponseTo="([^"]*)"/, 'InResponseTo="&#xA;$1 "')],
    ['StatusCode', inResponse(/Value="([^"]*)"/, 'Value="&#xA;   $1"')],
    ['Algorithm', inSignedInfo(/Algorithm="([^"]*)"/g, 'Algorithm=" $1&#xA;"')],
    ['the content of methods', inSignedInfo(/><\/ds:(\w*Method|Transform)>/g, '>\n  </ds:$1>')],
    [
      'Format of an Issuer',
      inAssertion(
        '<saml:Issuer>',
        '<saml:Issuer Format=" urn:oasis:names:tc:SAML:2.0:nameid-format:entity ">',
      ),
    ],
  ])('%s', async (_, options) => expect(await judge(options)).toEqual(ALICE))

  it('and an ID is the value that it collapses to', async () => {
    expect(await judge({ editAssertion: (xml) => xml.replace(' ID="', ' ID=" ') })).toMatchObject({
      code: 'dsig_reference_mismatch',
    })
    const both = {
      editAssertion: (xml: string) => xml.replace(' ID="', ' ID=" '),
      editSignedInfo: (xml: string) => xml.replace('URI="# ', 'URI="#'),
    }
    expect(await judge(both)).toEqual(ALICE)
  })
})

describe('white space opens nothing', () => {
  it.each<[string, ResponseOptions, string]>([
    [
      'around the Audience of somebody else',
      inAssertion(spEntityID, `\n  https://other.example\n`),
      'saml_audience_mismatch',
    ],
    [
      'between two Audiences',
      inAssertion(spEntityID, `${spEntityID} https://other.example`),
      'saml_audience_mismatch',
    ],
    [
      'inside the Audience',
      inAssertion(spEntityID, spEntityID.replace('/sso/', '/ sso/')),
      'saml_audience_mismatch',
    ],
    [
      'that XML does not know, around the Audience',
      inAssertion(spEntityID, NO_BREAK + spEntityID),
      'saml_audience_mismatch',
    ],
    [
      'around the Issuer',
      inAssertion(`<saml:Issuer>${idpEntityID}`, `<saml:Issuer>\n${idpEntityID}`),
      'saml_issuer_mismatch',
    ],
    ['around the Version', inAssertion('"2.0"', '" 2.0"'), 'saml_version_unsupported'],
    [
      'around an SPNameQualifier',
      inAssertion('emailAddress">', `emailAddress" SPNameQualifier=" ${spEntityID}">`),
      'saml_sp_name_qualifier_mismatch',
    ],
    [
      'inside a Recipient',
      inAssertion(`Recipient="${acsUrl}"`, `Recipient="${acsUrl} x"`),
      'saml_recipient_mismatch',
    ],
    [
      'as the only difference of two IDs (R25)',
      inAssertion('<saml:Subject>', '<saml:Subject ID=" _assertion1">'),
      'dsig_id_ambiguous',
    ],
    [
      'in a time',
      inAssertion('AuthnInstant="2026-01-15T', 'AuthnInstant="2026-01-15 T'),
      'saml_time_invalid',
    ],
    [
      'in place of an end, which is then no expired one',
      inAssertion(/NotOnOrAfter="[^"]*" Recipient/, 'NotOnOrAfter="  " Recipient'),
      'saml_time_invalid',
    ],
    [
      'in an algorithm',
      inSignedInfo('rsa-sha256', 'rsa -sha256'),
      'dsig_signature_algorithm_forbidden',
    ],
  ])('%s', async (_, options, code) => expect(await judge(options)).toMatchObject({ code }))

  it('in a NameID or in an attribute value stays (R47)', async () => {
    expect(await judge({ nameId: '\n alice ', attributes: { roles: [' a\n'] } })).toMatchObject({
      nameId: { value: '\n alice ' },
      attributes: [{ name: 'roles', values: [' a\n'] }],
    })
  })

  it('is tab, line feed, carriage return and space', () => {
    expect(collapse('\t\r\n a \n\tb  ')).toBe('a b')
    expect(collapse('\u00a0\u2003\u0085a')).toBe('\u00a0\u2003\u0085a')
  })
})

describe('our URL is compared as a URL (R42, RFC 3986 §6.2)', () => {
  const OURS = 'https://sp.example/sso/sso_1/saml/acs'

  it.each([
    OURS,
    'https://sp.example:443/sso/sso_1/saml/acs',
    'https://sp.example:/sso/sso_1/saml/acs',
    'HTTPS://SP.Example/sso/sso_1/saml/acs',
  ])('%s', (written) => expect(isOurUrl(written, OURS)).toBe(true))

  it('on a port of its own, and by plain http in development', () => {
    expect(isOurUrl('http://LOCALHOST:8787/acs', 'http://localhost:8787/acs')).toBe(true)
    expect(isOurUrl('http://localhost/acs', 'http://localhost:8787/acs')).toBe(false)
    expect(isOurUrl('http://localhost:80/acs', 'http://localhost/acs')).toBe(true)
  })

  it.each([
    undefined,
    '',
    'http://sp.example/sso/sso_1/saml/acs',
    'http://sp.example:443/sso/sso_1/saml/acs',
    'https://sp.example:80/sso/sso_1/saml/acs',
    'https://sp.example:8443/sso/sso_1/saml/acs',
    'https://sp.example:0443/sso/sso_1/saml/acs',
    'https://sp.example./sso/sso_1/saml/acs',
    'https://user@sp.example/sso/sso_1/saml/acs',
    'https://sp.example@evil.example/sso/sso_1/saml/acs',
    'https://sp.example:443@evil.example/sso/sso_1/saml/acs',
    'https://evil.example\\@sp.example/sso/sso_1/saml/acs',
    'https:\\\\sp.example\\sso\\sso_1\\saml\\acs',
    'https://sp.example/SSO/sso_1/saml/acs',
    'https://sp.example/sso/sso_1/saml/acs/',
    'https://sp.example/sso/sso_1/saml/acs?',
    'https://sp.example/sso/sso_1/saml/acs#x',
    'https://sp.example/sso/sso_2/../sso_1/saml/acs',
    'https://sp.example/sso%2fsso_1/saml/acs',
    'https://sp.example//sso/sso_1/saml/acs',
    'https://ſp.example/sso/sso_1/saml/acs',
    'https://sp.example/sso/sso_1/saml/acs\nx',
    '//sp.example/sso/sso_1/saml/acs',
    'https:sp.example/sso/sso_1/saml/acs',
    'javascript:https://sp.example/sso/sso_1/saml/acs',
  ])('is not %j', (written) => expect(isOurUrl(written, OURS)).toBe(false))

  it('in Destination and Recipient', async () => {
    const port = (url: string) => url.replace('sp.example', 'SP.example:443')
    expect(await judge({ acsUrl: port(acsUrl), sign: 'both' })).toEqual(ALICE)
    const other = acsUrl.replace('sp.example', 'sp.example:8443')
    expect(await judge({ ...inResponse(acsUrl, other) })).toMatchObject({
      code: 'saml_destination_mismatch',
    })
    expect(await judge(inAssertion(acsUrl, other))).toMatchObject({
      code: 'saml_recipient_mismatch',
    })
  })
})
