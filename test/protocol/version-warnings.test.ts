import { describe, expect, it } from 'vitest'
import { ATTRIBUTE_ALIASES } from '../../src/login/mapping/attribute-aliases.ts'
import type { ConnectorSettings } from '../../src/tenants/connectors/connector.ts'
import { versionWarnings } from '../../src/tenants/connectors/version-warnings.ts'

const warned = (change: Partial<ConnectorSettings>) =>
  versionWarnings({
    identitySource: { kind: 'name_id' },
    nameIdFormat: 'persistent',
    ...change,
  }).map(({ code }) => code)
const byAttribute = (name: string) =>
  warned({ identitySource: { kind: 'attribute', name }, nameIdFormat: 'email' })

describe('the warnings of a version', () => {
  it('are none where people are recognised by what never changes', () => {
    expect(warned({})).toEqual([])
    expect(warned({ nameIdFormat: 'unspecified' })).toEqual([])
    for (const name of ATTRIBUTE_ALIASES.userId) expect(byAttribute(name), name).toEqual([])
    expect(byAttribute('mailbox_id')).toEqual([])
  })

  it('tell of a transient NameID that is to name people', () => {
    expect(warned({ nameIdFormat: 'transient' })).toEqual(['identity_is_transient'])
    const identitySource = { kind: 'attribute', name: 'uid' } as const
    expect(warned({ nameIdFormat: 'transient', identitySource })).toEqual([])
  })

  it('tell of an e-mail address that is to name people, as NameID or as attribute', () => {
    expect(warned({ nameIdFormat: 'email' })).toEqual(['identity_is_email'])
    for (const name of ATTRIBUTE_ALIASES.email)
      expect(byAttribute(name), name).toEqual(['identity_is_email'])
  })

  it('tell of rules that are loosened', () => {
    expect(warned({ allowWeakAlgorithmsUntil: '2027-01-31', allowAesCbc: true })).toEqual([
      'weak_algorithms_allowed',
      'unauthenticated_encryption_allowed',
    ])
  })

  it('tell of people who are joined by e-mail address, and of domains that would have to be verified', () => {
    const settings = { identitySource: { kind: 'name_id' }, nameIdFormat: 'persistent' } as const
    const codes = (emailDomains: readonly string[], own?: readonly string[]) =>
      versionWarnings({ ...settings, linkByEmail: true, emailDomains }, own).map(({ code }) => code)
    const [joined, unverified] = ['people_joined_by_email', 'email_domain_unverified']
    expect(codes(['münchen.example'], ['xn--mnchen-3ya.example'])).toEqual([joined])
    expect(codes(['a.example', 'x.a.example'], ['a.example'])).toEqual([joined, unverified])
    expect(codes([], ['a.example'])).toEqual([joined])
    expect(codes([], [])).toEqual([joined, unverified])
    // Nobody asked which domains are the tenant's.
    expect(codes(['a.example'])).toEqual([joined])
    expect(versionWarnings({ ...settings, emailDomains: ['a.example'] }, [])).toEqual([])
  })
})
