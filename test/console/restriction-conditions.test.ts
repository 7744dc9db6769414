// What the checklist of login restriction says, from what the API says stands in the way.

import { describe, expect, it } from 'vitest'
import type { EnforcementState } from '../../src/console/api/schema.d.ts'
import { conditionsOf } from '../../src/console/screens/restriction/conditions.ts'

const CONNECTOR = 'enforcement_connector_missing'
const LOGIN = 'enforcement_admin_login_missing'
const WAY_BACK = 'enforcement_way_back_missing'
const CONFIRMED = {
  left: 10,
  created_at: '2026-11-01T10:00:00.000Z',
  confirmed_at: '2026-11-01T10:05:00.000Z',
}

const stateWith = (
  everyone: readonly string[],
  changed: Partial<EnforcementState> = {},
): EnforcementState => ({
  tenant_id: 'ten_3kq7xw2mn9pr5tv8yb1df4hj',
  mode: 'off',
  inherited_from: null,
  planned: null,
  exemptions: [],
  recovery_codes: null,
  consent_until: null,
  break_glass: null,
  blockers: {
    members: everyone
      .filter((code) => code !== WAY_BACK)
      .map((code) => ({ code, tenant_id: null })),
    everyone: everyone.map((code) => ({ code, tenant_id: null })),
  },
  ...changed,
})

const held = (state: EnforcementState, mode: 'members' | 'everyone' = 'everyone') =>
  Object.fromEntries(conditionsOf(state, mode).map(({ key, holds }) => [key, holds]))

describe('the conditions of login restriction', () => {
  it('name everything that is missing at the beginning', () => {
    expect(held(stateWith([CONNECTOR, LOGIN, WAY_BACK]))).toEqual({
      connector: 'no',
      admin_login: 'no',
      recovery_codes: 'no',
      way_back: 'unknown',
    })
  })

  it('ask for no way back while administrators keep their passwords', () => {
    expect(held(stateWith([LOGIN, WAY_BACK]), 'members')).toEqual({
      connector: 'yes',
      admin_login: 'no',
    })
  })

  it('miss the password of an administrator once the codes are in force', () => {
    expect(held(stateWith([WAY_BACK], { recovery_codes: CONFIRMED }))).toMatchObject({
      recovery_codes: 'yes',
      way_back: 'no',
    })
  })

  it('miss codes that nobody typed back', () => {
    const typed = { recovery_codes: { ...CONFIRMED, confirmed_at: null } }
    expect(held(stateWith([WAY_BACK], typed))).toMatchObject({
      recovery_codes: 'no',
      way_back: 'unknown',
    })
  })

  it('count the word of the operator in the place of codes', () => {
    const consented = { consent_until: '2026-12-07T10:00:00.000Z' }
    expect(held(stateWith([], consented))).toMatchObject({ recovery_codes: 'yes', way_back: 'yes' })
  })
})
