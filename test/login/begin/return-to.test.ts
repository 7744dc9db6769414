import { describe, expect, it } from 'vitest'
import { isAllowedReturn, parseReturnTo } from '../../../src/login/begin/return-to.ts'
import type { Application } from '../../../src/tenants/application.ts'

const application: Application = {
  id: 'app_one',
  name: 'Desk',
  landingUrl: 'https://desk.example/app',
  environment: 'production',
  redirectUris: [],
  tenantIds: [],
  tokenEndpointAuthMethod: 'none',
  createdAt: 0,
}

describe('return_to (R51)', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/path',
    'https://user:pass@desk.example/',
    'https://desk.example/\\evil',
    'https://desk.example/a b',
    'https://desk.example/\u0000',
    `https://desk.example/${'x'.repeat(1024)}`,
    '',
  ])('refuses %j', (text) => {
    expect(parseReturnTo(text)).toBeUndefined()
  })

  it.each([
    'https://desk.example/app',
    'https://desk.example/app/x?y=1#z',
    'https://desk.example/app/',
    'https://desk.example/app/M%C3%BCnchen/a%20b.html',
    'https://desk.example/app/v1.2/.well-known/x..y',
    'https://desk.example/app/and%20so%20on...',
    'https://desk.example/app/etc./x',
    'https://desk.example/app/x?to=..%2f..%252f;/admin#;..%2f',
  ])('allows %s at and below a granted application', (text) => {
    expect(isAllowedReturn(parseReturnTo(text) ?? '', [application])).toBe(true)
  })

  it.each([
    'https://desk.example/',
    'https://desk.example/application',
    'https://desk.example/app/../x',
    'https://desk.example.evil.example/app',
    'http://desk.example/app',
    'https://desk.example:8443/app',
    'https://desk.example/app/..%2Fx',
    'https://desk.example/app/..%5cx',
    'https://desk.example/app/..;/admin',
    'https://desk.example/app/..;x=1/admin',
    'https://desk.example/app/a;v=1/../..;/admin',
    'https://desk.example/app/..%3b/admin',
    'https://desk.example/app/..%252fadmin',
    'https://desk.example/app/%252e%252e/admin',
    'https://desk.example/app/..%25252fadmin',
    'https://desk.example/app/.%2e;/admin',
    'https://desk.example/app/..%00/admin',
    'https://desk.example/app/..%09/admin',
    'https://desk.example/app/..%0d/admin',
    'https://desk.example/app/..%20/admin',
    'https://desk.example/app/..%c0%af/admin',
    'https://desk.example/app/%c0%ae%c0%ae/admin',
    'https://desk.example/app/%ef%bc%8e%ef%bc%8e/admin',
    'https://desk.example/app/..%ef%bc%8fadmin',
    'https://desk.example/app/..%e2%88%95/admin%ef%bc%bc..',
    'https://desk.example/app/%E2%80%A4%E2%80%A4/admin',
    'https://desk.example/app/.../admin',
    'https://desk.example/app/%zz',
  ])('does not allow %s', (text) => {
    expect(isAllowedReturn(parseReturnTo(text) ?? '', [application])).toBe(false)
  })

  describe('where an application names its return URLs', () => {
    const returnUrls = ['https://desk.example/orders?tab=open', 'https://www.desk.example/help/*']

    it.each([
      'https://desk.example/app',
      'https://desk.example/orders?tab=open',
      'https://www.desk.example/help',
      'https://www.desk.example/help/a/b?c=d#e',
    ])('allows %s', (text) => {
      expect(isAllowedReturn(parseReturnTo(text) ?? '', [{ ...application, returnUrls }])).toBe(
        true,
      )
    })

    it.each([
      'https://desk.example/app/x',
      'https://desk.example/orders',
      'https://desk.example/orders?tab=open&x=y',
      'https://desk.example/orders?tab=open#x',
      'https://www.desk.example/helper',
      'https://www.desk.example/help/../x',
      'https://www.desk.example/help/..%2Fx',
      'https://desk.example/help/a',
    ])('does not allow %s', (text) => {
      expect(isAllowedReturn(parseReturnTo(text) ?? '', [{ ...application, returnUrls }])).toBe(
        false,
      )
    })
  })

  it.each(['/console/', '/console/t/ten_1/sso', '/console/confirmed?x=1'])(
    'allows %s, which is the console of our own origin, to everybody',
    (text) => {
      expect(parseReturnTo(text)).toBe(text)
      expect(isAllowedReturn(text, [])).toBe(true)
    },
  )

  it.each([
    '/console',
    '/console/../login',
    '/console/%2e%2e/login',
    '/console/..%2flogin',
    '/console/..;/login',
    '/console/\\evil.example',
    '//evil.example/console/',
    '/consolex/',
    `/console/${'x'.repeat(1024)}`,
  ])('refuses %s, which may lead out of the console', (text) => {
    expect(parseReturnTo(text)).toBeUndefined()
  })

  it('gives up what stands behind # in a path of the console', () => {
    expect(parseReturnTo('/console/t#//evil.example')).toBe('/console/t')
  })

  it('takes the fixed address of tests as it is, and nothing beside it', () => {
    const address = `/sso/sso_${'0'.repeat(24)}/test`
    expect(parseReturnTo(address)).toBe(address)
    expect(isAllowedReturn(address, [])).toBe(true)
    for (const other of [
      `${address}?t=x`,
      `${address}/..`,
      address.replace('test', 'auth'),
      `/${address}`,
    ])
      expect(parseReturnTo(other)).toBeUndefined()
  })
})
