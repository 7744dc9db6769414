import { describe, expect, it } from 'vitest'
import { readGrantType, readTokenParameters } from '../../../src/protocol/oidc/token-request.ts'

const grantOf = (form: string) => {
  const values = readTokenParameters(new URLSearchParams(form))
  return values.ok ? readGrantType(values.value) : values
}

describe('the grant of a token request (RFC 6749 §4.1.3, §5.2)', () => {
  it('is one that the endpoint knows', () => {
    expect(grantOf('grant_type=authorization_code')).toEqual({
      ok: true,
      value: 'authorization_code',
    })
  })

  it.each(['password', 'AUTHORIZATION_CODE', 'authorization_code '])('is not %j', (type) => {
    expect(grantOf(`grant_type=${encodeURIComponent(type)}`)).toEqual({
      ok: false,
      refusal: { code: 'oidc_grant_type_unsupported' },
    })
  })

  it('is said once', () => {
    expect(grantOf('code=x')).toMatchObject({ ok: false })
    expect(grantOf('grant_type=authorization_code&grant_type=password')).toMatchObject({
      ok: false,
    })
  })
})
