import { describe, expect, it } from 'vitest'
import { identityClaims } from '../../../src/login/oauth2/identity-claims.ts'
import type { OpenSession } from '../../../src/login/session.ts'

const open: OpenSession = {
  session: {
    sid: 'ses_one',
    tenantId: 'ten_one',
    userId: 'usr_one',
    methods: [],
    environment: 'production',
    createdAt: 0,
    expiresAt: 1,
    authnInstant: 0,
  },
  user: {
    tenantId: 'ten_one',
    id: 'usr_one',
    status: 'active',
    roles: ['desk'],
    groups: [],
    custom: { level: 7, sites: ['b', 'a'] },
    createdAt: 0,
    updatedAt: 0,
  },
  tenantName: 'One',
  applications: [],
}

describe('what an application is told of a person', () => {
  it('includes the fields of the tenant’s own, each in its type', () => {
    const claims = identityClaims(open, 'openid profile email roles')
    expect(claims).toMatchObject({ custom: { level: 7, sites: ['b', 'a'] } })
    expect(identityClaims(open, 'openid')).not.toHaveProperty('custom')
  })
})
