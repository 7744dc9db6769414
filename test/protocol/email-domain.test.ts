import { describe, expect, it } from 'vitest'
import { domainOfEmail, parseDomain } from '../../src/tenants/email-domain.ts'

describe('a domain', () => {
  it.each([
    ['Example.COM', 'example.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['MU\u0308NCHEN.example', 'xn--mnchen-3ya.example'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['a。b', 'a.b'],
    ['a-b.example', 'a-b.example'],
    ['\u212A.example', 'k.example'],
  ])('is compared as A-labels in lower case: %s', (text, domain) => {
    expect(parseDomain(text)).toBe(domain)
  })

  it('that only looks like another one is another one', () => {
    // The first two letters are Cyrillic.
    expect(parseDomain('ехample.com')).toBe('xn--ample-ywe6i.com')
  })

  it.each([
    ...['', 'localhost', 'example.com.', '.example.com', 'a..b', '-a.example', 'a-.example'],
    ...['1.2.3.4', '0x7f.1', '１.２.３.４', '[::1]', 'a.1', 'a_b.example', 'a%2eb.example'],
    ...['a b.example', 'a/b.example', 'a:80.example', 'a@b.example', 'exa\u00ADmple.com'],
    `${'x'.repeat(64)}.example`,
    `${'x'.repeat(60)}.`.repeat(5),
  ])('is none: %s', (text) => {
    expect(parseDomain(text)).toBeUndefined()
  })
})

describe('the domain of an e-mail address', () => {
  it('is what follows the one @', () => {
    expect(domainOfEmail('Ada.Lovelace+x@Example.org')).toBe('example.org')
    expect(domainOfEmail('björk@münchen.example')).toBe('xn--mnchen-3ya.example')
  })

  it.each(['', 'ada', '@example.org', 'ada@', 'ada@evil.example@example.org', 'ada@localhost'])(
    'is none: %s',
    (email) => {
      expect(domainOfEmail(email)).toBeUndefined()
    },
  )

  it('is none of an address longer than any', () => {
    expect(domainOfEmail(`${'a'.repeat(243)}@example.org`)).toBeUndefined()
  })
})
