import { describe, expect, it } from 'vitest'
import { isOurUrl } from '../../../src/protocol/saml/same-url.ts'

const OURS = 'https://sp.example/sso/sso_1/saml/acs'

describe('isOurUrl (RFC 3986 §6.2)', () => {
  it.each([
    OURS,
    'HTTPS://SP.Example/sso/sso_1/saml/acs',
    'https://sp.example:443/sso/sso_1/saml/acs',
    'https://sp.example:/sso/sso_1/saml/acs',
  ])('takes %s for ours', (written) => expect(isOurUrl(written, OURS)).toBe(true))

  it.each([
    undefined,
    '',
    'https://other.example/sso/sso_1/saml/acs',
    'https://sp.example:8443/sso/sso_1/saml/acs',
    'https://sp.example:80/sso/sso_1/saml/acs',
    'http://sp.example/sso/sso_1/saml/acs',
    'https://sp.example/SSO/sso_1/saml/acs',
    'https://sp.example',
    'https://user@sp.example/sso/sso_1/saml/acs',
    'urn:sp',
    'xHTTPS://sp.example/sso/sso_1/saml/acs',
    'HTTPS://sp.example/sso/sso_1/saml/acs\n',
  ])('takes %j for another', (written) => expect(isOurUrl(written, OURS)).toBe(false))

  it('compares addresses that are no web addresses exactly', () => {
    expect(isOurUrl('urn:sp', 'urn:sp')).toBe(true)
    expect(isOurUrl('urn:SP', 'urn:sp')).toBe(false)
  })

  it('reads an empty path as the root', () => {
    expect(isOurUrl('https://sp.example', 'https://sp.example/')).toBe(true)
    expect(isOurUrl('https://sp.example:443', 'https://SP.example')).toBe(true)
  })

  it('takes an address of IPv6 as a host, whose letters have no case (RFC 4291 §2.2)', () => {
    const ours = 'https://[2001:db8::c0a8:1.2.3.4]/acs'
    for (const written of [
      'https://[2001:DB8::C0A8:1.2.3.4]:443/acs',
      'HTTPS://[2001:db8::c0a8:1.2.3.4]:/acs',
    ])
      expect(isOurUrl(written, ours), written).toBe(true)
    for (const written of [
      'https://[2001:db8::c0a8:1.2.3.5]/acs',
      'https://[2001:db8::c0a8:1.2.3.4]:8443/acs',
      'https://2001:db8::c0a8:1.2.3.4/acs',
      'https://[2001:db8::c0a8:1.2.3.4/acs',
    ])
      expect(isOurUrl(written, ours), written).toBe(false)
    // What is no address is compared exactly.
    for (const host of ['[::G]', '[]', '[::1]x', '[::1']) {
      const other = `https://${host}/acs`
      expect(isOurUrl(`${other.replace('https', 'HTTPS')}`, other), host).toBe(false)
    }
  })

  it('leaves the default port of http out too, and keeps any other', () => {
    expect(isOurUrl('http://localhost:80/acs', 'http://localhost/acs')).toBe(true)
    expect(isOurUrl('http://LOCALHOST:8787/acs', 'http://localhost:8787/acs')).toBe(true)
    expect(isOurUrl('http://localhost:443/acs', 'http://localhost/acs')).toBe(false)
  })
})
