import { describe, expect, it } from 'vitest'
import { encodeBase64 } from '../../../../src/protocol/bytes/base64.ts'
import { readRedirectQuery } from '../../../../src/protocol/saml/redirect-query.ts'
import { RSA_SHA256 } from '../../../../src/protocol/xmldsig/algorithms.ts'
import { enveloped } from '../../../support/signed-response.ts'
import { TEST_KEYS } from '../../../support/test-keys.ts'
import { ALICE_LEAVES, edited, judgeQuery, REQUEST, signedQuery } from './logout-message.ts'

const DEFLATE = 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const lowerCase = (value: string) =>
  encodeURIComponent(value).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())
const parameter = (query: string, name: string) =>
  query.split('&').find((pair) => pair.startsWith(`${name}=`)) ?? ''

describe('the signature of a query (R49)', () => {
  it.each([
    ['upper-case escapes', encodeURIComponent],
    ['lower-case escapes, as Entra and AD FS write them', lowerCase],
    ['spaces as plus', (value: string) => encodeURIComponent(value).replaceAll('%20', '+')],
  ])('covers the octets as received: %s', async (_, encode) => {
    const query = await signedQuery(REQUEST, { relayState: 'a b/ä', encode })
    expect(await judgeQuery(query)).toEqual(ALICE_LEAVES)
    expect(await readRedirectQuery(query)).toMatchObject({ value: { relayState: 'a b/ä' } })
  })

  it('covers SAMLRequest, RelayState and SigAlg in this order, wherever they stood', async () => {
    const query = await signedQuery(REQUEST, { relayState: 'x' })
    expect(await judgeQuery(query.split('&').toReversed().join('&'))).toEqual(ALICE_LEAVES)
  })

  it('takes parameters of other names for nothing', async () => {
    const query = await signedQuery(REQUEST)
    for (const sent of [`a=b&${query}&c`, `=b&${query}`])
      expect(await judgeQuery(sent)).toEqual(ALICE_LEAVES)
  })

  it('takes a parameter without a value for one that is there', async () => {
    const query = await signedQuery(REQUEST)
    expect(await readRedirectQuery(`${query}&SAMLResponse`)).toEqual({
      ok: false,
      refusal: {
        code: 'redirect_message_not_single',
        got: ['SAMLRequest', 'SAMLResponse'],
      },
    })
    expect(await readRedirectQuery(`${query}&RelayState`)).toMatchObject({
      value: { relayState: '' },
    })
  })

  it('is read up to 131,072 characters of query, and not beyond', async () => {
    const query = `${await signedQuery(REQUEST)}&a=`
    const longest = query.padEnd(131_072, 'x')
    expect(await judgeQuery(longest)).toEqual(ALICE_LEAVES)
    expect(await readRedirectQuery(`${longest}x`)).toEqual({
      ok: false,
      refusal: { code: 'redirect_query_too_large', expected: 131_072, got: 131_073 },
    })
  })

  it.each([
    ['ecdsa-sha256', 'ec'],
    ['rsa-sha512', 'idp'],
  ] as const)('may be %s (R12)', async (algorithm, key) => {
    const query = await signedQuery(REQUEST, { algorithm, sigAlg: MORE + algorithm })
    expect(await judgeQuery(query, { certificates: [TEST_KEYS[key].certificate] })).toEqual(
      ALICE_LEAVES,
    )
  })

  it('is SHA-1 only by the switch (R13)', async () => {
    const sigAlg = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
    const query = await signedQuery(REQUEST, { algorithm: 'rsa-sha1', sigAlg })
    expect(await judgeQuery(query)).toEqual({
      code: 'dsig_signature_algorithm_forbidden',
      expected: RSA_SHA256,
      got: sigAlg,
    })
    expect(await judgeQuery(query, { allowWeakAlgorithms: true })).toEqual(ALICE_LEAVES)
  })

  it.each(['none', '', `${MORE}hmac-sha256`])('is never %j (R12)', async (sigAlg) => {
    expect(await judgeQuery(await signedQuery(REQUEST, { sigAlg }))).toEqual({
      code: 'dsig_signature_algorithm_forbidden',
      expected: RSA_SHA256,
      got: sigAlg,
    })
  })

  it.each<[string, (query: string) => string]>([
    ['RelayState taken away', (query) => edited(query, '&RelayState=a%2Fb', '')],
    ['RelayState changed', (query) => edited(query, 'RelayState=a', 'RelayState=b')],
    ['an escape spelled anew', (query) => edited(query, 'a%2Fb', 'a%2fb')],
    ['an escape written out', (query) => edited(query, 'a%2Fb', 'a/b')],
    ['another SigAlg', (query) => edited(query, 'rsa-sha256', 'rsa-sha512')],
  ])('does not survive %s', async (_, edit) => {
    const query = await signedQuery(REQUEST, { relayState: 'a/b' })
    expect(await judgeQuery(edit(query))).toMatchObject({ code: 'dsig_signature_mismatch' })
  })

  it('does not survive a RelayState that was added', async () => {
    const query = await signedQuery(REQUEST)
    expect(await judgeQuery(`${query}&RelayState=x`)).toMatchObject({
      code: 'dsig_signature_mismatch',
    })
  })

  it('does not survive another message', async () => {
    const other = await signedQuery(edited(REQUEST, 'alice@', 'admin@'), { key: TEST_KEYS.other })
    const query = await signedQuery(REQUEST)
    const forged = edited(query, /SAMLRequest=[^&]*/, parameter(other, 'SAMLRequest'))
    expect(await judgeQuery(forged)).toMatchObject({ code: 'dsig_signature_mismatch' })
  })

  it.each(['SigAlg', 'Signature'])('is missing without %s (R11)', async (name) => {
    const query = await signedQuery(REQUEST)
    const unsigned = query
      .split('&')
      .filter((pair) => !pair.startsWith(`${name}=`))
      .join('&')
    expect(await judgeQuery(unsigned)).toEqual({ code: 'redirect_signature_missing' })
  })

  it.each(['', 'AAA', '%0A', 'AAAA%0AA', '%2B%20', 'AA%C2%A0AA'])(
    'is strict base64, not %j (R28)',
    async (value) => {
      const query = edited(await signedQuery(REQUEST), /Signature=.*/, `Signature=${value}`)
      expect(await judgeQuery(query)).toEqual({ code: 'dsig_value_not_base64', got: 'Signature' })
    },
  )

  const wrapped = (value: string) => encodeURIComponent(value.replace(/.{76}/g, '$&\r\n'))
  it.each([
    ['lines', wrapped],
    [
      'lines, with lower-case escapes',
      (value: string) => lowerCase(value.replace(/.{76}/g, '$&\n')),
    ],
    ['blanks', (value: string) => encodeURIComponent(value.replace(/.{64}/g, '$& '))],
  ])('covers base64 in %s as it was received (RFC 2045 §6.8)', async (_, encode) => {
    const encodeAll = (value: string) =>
      value.length > 100 ? encode(value) : encodeURIComponent(value)
    const query = await signedQuery(REQUEST, { encode: encodeAll })
    expect(query).toMatch(/SAMLRequest=[^&]*%(0[Aa]|20)/)
    expect(query).toMatch(/Signature=[^&]*%(0[Aa]|20)/)
    expect(await judgeQuery(query)).toEqual(ALICE_LEAVES)
    const message = parameter(query, 'SAMLRequest')
    const unwrapped = query.replace(message, () => message.replace(/%0[AaDd]|%20/g, ''))
    expect(await judgeQuery(unwrapped)).toMatchObject({ code: 'dsig_signature_mismatch' })
  })

  it.each(['SAMLRequest', 'Signature'])('is lost with a bare plus sign in %s', async (name) => {
    const query = await signedQuery(REQUEST)
    const value = parameter(query, name)
    const bare = query.replace(value, () => `${name}=A+${value.slice(name.length + 3)}`)
    expect(await judgeQuery(bare)).toEqual({ code: 'redirect_plus_not_escaped', got: name })
  })

  it('stands in the query and not in the XML', async () => {
    const query = await signedQuery(await enveloped(REQUEST, {}))
    expect(await judgeQuery(query)).toEqual({ code: 'logout_signature_misplaced' })
  })
})

describe('a query is refused for', () => {
  it.each(['SAMLRequest', 'RelayState', 'SigAlg', 'Signature'])(
    '%s twice, the same or another',
    async (name) => {
      const query = await signedQuery(REQUEST, { relayState: 'x' })
      const repeated = { code: 'redirect_parameter_repeated', got: name }
      expect(await judgeQuery(`${query}&${parameter(query, name)}`)).toEqual(repeated)
      expect(await judgeQuery(`${name}=x&${query}`)).toEqual(repeated)
    },
  )

  it('an escaped name', async () => {
    const query = await signedQuery(REQUEST)
    expect(await judgeQuery(`SAML%52equest=x&${query}`)).toEqual({
      code: 'redirect_query_malformed',
    })
  })

  it.each(['RelayState=%', 'RelayState=%ff', 'Relay State=x'])('%j', async (pair) => {
    const query = await signedQuery(REQUEST)
    expect(await judgeQuery(`${query}&${pair}`)).toEqual({ code: 'redirect_query_malformed' })
  })

  it('a request and a response at once, or neither', async () => {
    const query = await signedQuery(REQUEST)
    const both = { code: 'redirect_message_not_single', got: ['SAMLRequest', 'SAMLResponse'] }
    expect(await judgeQuery(`${query}&SAMLResponse=x`)).toEqual(both)
    expect(await judgeQuery('')).toEqual({ code: 'redirect_message_not_single', got: [] })
  })

  it('a request in the place of a response (R20)', async () => {
    const query = await signedQuery(REQUEST)
    expect(await judgeQuery(edited(query, 'SAMLRequest', 'SAMLResponse'))).toEqual({
      code: 'logout_message_unexpected',
      expected: '{urn:oasis:names:tc:SAML:2.0:protocol}LogoutResponse',
      got: '{urn:oasis:names:tc:SAML:2.0:protocol}LogoutRequest',
    })
  })

  it('another encoding than DEFLATE', async () => {
    const query = await signedQuery(REQUEST)
    expect(await judgeQuery(`${query}&SAMLEncoding=${DEFLATE}`)).toEqual(ALICE_LEAVES)
    expect(await judgeQuery(`${query}&SAMLEncoding=urn:x`)).toEqual({
      code: 'redirect_encoding_unsupported',
      expected: DEFLATE,
      got: 'urn:x',
    })
  })

  it.each(['', '!', encodeURIComponent(encodeBase64(new TextEncoder().encode(REQUEST)))])(
    'a message that is not deflated',
    async (message) => {
      expect(await judgeQuery(`SAMLRequest=${message}`)).toEqual({
        code: 'redirect_message_not_deflated',
      })
    },
  )

  it('a message that inflates past the limit (R50)', async () => {
    const bomb = await signedQuery(`${REQUEST}${' '.repeat(10_000_000)}`)
    expect(bomb.length).toBeLessThan(20_000)
    expect(await judgeQuery(bomb)).toEqual({
      code: 'redirect_message_too_large',
      expected: 262_144,
    })
  })

  it('more than 128 KiB (R7)', async () => {
    const query = `SAMLRequest=${'A'.repeat(131_072)}`
    expect(await judgeQuery(query)).toEqual({
      code: 'redirect_query_too_large',
      expected: 131_072,
      got: 131_084,
    })
  })
})
