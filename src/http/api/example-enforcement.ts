// What the examples of operations on enforcement show.

import { AT, LATER, user } from './example-resources.ts'

export const enforcement = {
  tenant_id: user.tenant_id,
  mode: 'members',
  inherited_from: null,
  planned: null,
  exemptions: [],
  recovery_codes: { left: 10, created_at: AT, confirmed_at: LATER },
  consent_until: null,
  break_glass: null,
}
export const exemption = {
  user_id: user.id,
  reason: 'Nightly import',
  until: null,
  created_at: AT,
}
export const brokenGlass = {
  until: '2026-11-28T10:00:00.000Z',
  reason: 'The identity provider is down.',
  created_at: AT,
}
export const signInPolicy = {
  tenant_id: user.tenant_id,
  second_factor: 'admins',
  enrolment_at_login: true,
}
