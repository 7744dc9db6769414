import { describe, expect, it } from 'vitest'
import { readClientCredentials } from '../../../src/protocol/oidc/client-credentials.ts'

const basic = (text: string) => `Basic ${btoa(text)}`

describe('client credentials', () => {
  it('are read from the Authorization header', () => {
    expect(readClientCredentials(basic('app_1:s3cret'), {})).toEqual({
      ok: true,
      value: { method: 'client_secret_basic', clientId: 'app_1', clientSecret: 's3cret' },
    })
  })

  it('are form-decoded from the Authorization header (RFC 6749 §2.3.1)', () => {
    expect(readClientCredentials(basic('app%5F1:a%3Ab+c%25'), { client_id: 'app_1' })).toEqual({
      ok: true,
      value: { method: 'client_secret_basic', clientId: 'app_1', clientSecret: 'a:b c%' },
    })
  })

  it('are read from the form', () => {
    const fields = { client_id: 'app_1', client_secret: 's3cret' }
    expect(readClientCredentials(undefined, fields)).toEqual({
      ok: true,
      value: { method: 'client_secret_post', clientId: 'app_1', clientSecret: 's3cret' },
    })
  })

  it('are the client_id alone for a public client', () => {
    expect(readClientCredentials(undefined, { client_id: 'app_1' })).toEqual({
      ok: true,
      value: { method: 'none', clientId: 'app_1' },
    })
  })

  it('are refused when there are none', () => {
    expect(readClientCredentials(undefined, { client_secret: 's3cret' })).toEqual({
      ok: false,
      refusal: { code: 'oidc_client_authentication_missing' },
    })
  })

  it.each([
    { client_secret: 's3cret' },
    { client_id: 'app_1', client_secret: 's3cret' },
    { client_id: 'app_2' },
  ])('are refused in header and form at once: %j', (fields) => {
    expect(readClientCredentials(basic('app_1:s3cret'), fields)).toEqual({
      ok: false,
      refusal: { code: 'oidc_client_authentication_repeated' },
    })
  })

  it.each([
    '',
    'Bearer abc',
    'Basic',
    'Basic ***',
    basic('app_1'),
    basic(':s3cret'),
    basic('app_1:'),
    basic('app_1:a&b'),
    'Basic /w==',
  ])('are refused in the header %j', (header) => {
    expect(readClientCredentials(header, {})).toEqual({
      ok: false,
      refusal: { code: 'oidc_client_authentication_invalid' },
    })
  })
})
