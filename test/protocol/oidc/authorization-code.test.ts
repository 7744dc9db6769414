import { describe, expect, it } from 'vitest'
import {
  type AuthorizationCode,
  MAX_CODE_BYTES,
  parseAuthorizationCode,
  writeAuthorizationCode,
} from '../../../src/protocol/oidc/authorization-code.ts'
import { testKeyRing } from '../../support/key-ring.ts'

const CODE: AuthorizationCode = {
  redirectUriHash: 'h'.repeat(43),
  codeChallenge: 'c'.repeat(43),
  tenantId: `ten_${'1'.repeat(24)}`,
  rootTenantId: `ten_${'2'.repeat(24)}`,
  jurisdiction: 'none',
  sid: `ses_${'s'.repeat(24)}`,
  codeId: 'i'.repeat(22),
  expiresAt: 1_800_000_060_000,
  scope: 'openid profile email roles',
  nonce: 'n'.repeat(128),
}

describe('the text of an authorization code', () => {
  it.each<AuthorizationCode>([
    CODE,
    { ...CODE, rootTenantId: CODE.tenantId },
    (({ nonce: _, ...rest }) => rest)(CODE),
  ])('is read as it was written', (code) => {
    expect(parseAuthorizationCode(writeAuthorizationCode(code))).toEqual(code)
  })

  it('stays within 600 bytes once it is sealed, at its longest', async () => {
    const sealed = await testKeyRing().seal(
      'authorization-code',
      `app_${'3'.repeat(24)}`,
      writeAuthorizationCode(CODE),
    )
    expect(sealed.length).toBeLessThanOrEqual(MAX_CODE_BYTES)
  })
})
