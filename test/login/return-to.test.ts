import { describe, expect, it } from 'vitest'
import { isAllowedReturn, parseReturnTo } from '../../src/login/return-to.ts'
import type { Application } from '../../src/tenants/application.ts'

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
})
