// Login through SSO alone: switched on and off, who is exempt from it, and how a tenant gets back
// in.

import { ok, refuse } from '../../../result.ts'
import type { Enforcement } from '../../../tenants/enforcement.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import { type ApiRefusal, operation, shown } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import * as people from '../examples/example-people.ts'
import {
  BreakGlassShape,
  ConsentShape,
  EnforcementChangeShape,
  EnforcementShape,
  EnforcementStateShape,
  ExemptionChangeShape,
  RecoveryCodeShape,
  RecoveryCodesShape,
  WayInQuery,
  wayInOf,
  writeEnforcement,
  writeEnforcementState,
} from './enforcement-shapes.ts'

const TAG = 'Enforcement'
const ONE = '/tenants/{tenant_id}/enforcement'
const EXEMPTION = `${ONE}/exemptions/{user_id}` as const
const CODES = `${ONE}/recovery-codes` as const

/** Every change is decided in the gate, by what holds at that moment. */
export const enforcementOperations = [
  operation({
    id: 'getEnforcement',
    method: 'GET',
    path: ONE,
    tag: TAG,
    summary: 'Read whether people sign in through SSO alone, and what stands in the way of it',
    access: 'read',
    status: 200,
    response: EnforcementStateShape,
    example: { response: { ...people.enforcement, blockers: { members: [], everyone: [] } } },
    refusals: ['tenant_unknown'],
    async run({ reads, findEnforcement }, { params }) {
      const tenant = await reads.findTenant(params.tenant_id)
      const state = tenant && (await findEnforcement(gateOf(tenant), tenant.id))
      if (state === undefined) return refuse({ code: 'tenant_unknown' })
      return { ok: true, value: writeEnforcementState(state), resource: state.enforcement }
    },
  }),
  operation({
    id: 'setEnforcement',
    method: 'PUT',
    path: ONE,
    tag: TAG,
    summary: 'Choose who signs in through SSO alone, at once or from a date on',
    description:
      'A stricter mode takes an active production connector and an administrator who came in through it within 30 days; `everyone` takes a proven way back besides: recovery codes of which one was confirmed, or the operator’s consent. A refusal lists everything that is missing. From the answer on passwords are refused, and sessions that they began have ended. A child tenant follows its root until it chooses.',
    access: 'configure',
    recentAuthentication: true,
    body: EnforcementChangeShape,
    status: 200,
    response: EnforcementShape,
    example: { request: { mode: 'members' }, response: people.enforcement },
    command: 'set_enforcement',
    async run(deps, { params, body: { mode, starts_at: startsAt } }) {
      const tenantId = params.tenant_id
      const start = startsAt === undefined ? {} : { startsAt }
      const command = { kind: 'set_enforcement', tenantId, mode, ...start } as const
      return answer(await runCommand(deps, tenantId, command))
    },
  }),
  operation({
    id: 'exemptUser',
    method: 'PUT',
    path: EXEMPTION,
    tag: TAG,
    summary: 'Let a user keep their password, say that of a service account',
    description: 'At most 20 of a tenant, each with a reason. With `until` it ends by itself.',
    access: 'configure',
    recentAuthentication: true,
    body: ExemptionChangeShape,
    status: 200,
    response: EnforcementShape,
    example: {
      request: { reason: 'Nightly import' },
      response: { ...people.enforcement, exemptions: [people.exemption] },
    },
    command: 'exempt_user',
    async run(deps, { params, body }) {
      const { tenant_id: tenantId, user_id: userId } = params
      const command = { kind: 'exempt_user', tenantId, userId, ...body } as const
      return untagged(await runCommand(deps, tenantId, command))
    },
  }),
  operation({
    id: 'endExemption',
    method: 'DELETE',
    path: EXEMPTION,
    tag: TAG,
    summary: 'Take an exemption back; sessions that it allowed end at once',
    access: 'configure',
    recentAuthentication: true,
    query: WayInQuery,
    status: 204,
    command: 'end_exemption',
    async run(deps, { params, query }) {
      const { tenant_id: tenantId, user_id: userId } = params
      const command = { kind: 'end_exemption', tenantId, userId, ...wayInOf(deps, query) } as const
      const ended = await runCommand(deps, tenantId, command)
      return ended.ok ? ok(undefined) : ended
    },
  }),
  operation({
    id: 'issueRecoveryCodes',
    method: 'POST',
    path: CODES,
    tag: TAG,
    summary:
      'Make ten recovery codes; they are shown this once, and take the place of those before when one is confirmed',
    description:
      'With one of them an administrator whose password was right signs in once while `everyone` is enforced.',
    access: 'configure',
    recentAuthentication: true,
    status: 201,
    response: RecoveryCodesShape,
    example: { response: { codes: ['4F7K-9QWE-2MNB-X8TZ'] } },
    command: 'issue_recovery_codes',
    async run(deps, { params }) {
      const command = { kind: 'issue_recovery_codes', tenantId: params.tenant_id } as const
      const issued = await runCommand(deps, params.tenant_id, command)
      return issued.ok ? ok({ codes: [...issued.value.codes] }) : issued
    },
  }),
  operation({
    id: 'confirmRecoveryCodes',
    method: 'POST',
    path: `${CODES}:confirm`,
    tag: TAG,
    summary: 'Type one code back, to show that they were written down; it stays good',
    access: 'configure',
    recentAuthentication: true,
    body: RecoveryCodeShape,
    status: 200,
    response: EnforcementShape,
    example: { request: { code: '4F7K-9QWE-2MNB-X8TZ' }, response: people.enforcement },
    command: 'confirm_recovery_codes',
    async run(deps, { params, body }) {
      const command = {
        kind: 'confirm_recovery_codes',
        tenantId: params.tenant_id,
        ...body,
      } as const
      return untagged(await runCommand(deps, params.tenant_id, command))
    },
  }),
  operation({
    id: 'consentEnforcement',
    method: 'POST',
    path: `${ONE}:consent`,
    tag: TAG,
    summary: 'Vouch, as the operator, that a tenant gets back in: counts as a way back for a week',
    access: 'recover',
    body: ConsentShape,
    status: 200,
    response: EnforcementShape,
    example: {
      request: { reason: 'Known to us by phone' },
      response: { ...people.enforcement, consent_until: '2026-11-28T10:00:00.000Z' },
    },
    command: 'consent_enforcement',
    refusals: ['api_key_bound'],
    async run(deps, { params, body }) {
      const command = { kind: 'consent_enforcement', tenantId: params.tenant_id, ...body } as const
      return untagged(await runCommand(deps, params.tenant_id, command))
    },
  }),
  operation({
    id: 'breakGlass',
    method: 'POST',
    path: `${ONE}:break_glass`,
    tag: TAG,
    summary: 'Let a tenant’s administrators use their passwords for a while, and tell all of them',
    description:
      'With their second factor where they have one. It ends by itself, and the sessions that it allowed with it.',
    access: 'recover',
    body: BreakGlassShape,
    status: 200,
    response: EnforcementShape,
    example: {
      request: { minutes: 60, reason: 'The identity provider is down.' },
      response: { ...people.enforcement, break_glass: people.brokenGlass },
    },
    command: 'break_glass',
    refusals: ['api_key_bound'],
    async run(deps, { params, body }) {
      const command = { kind: 'break_glass', tenantId: params.tenant_id, ...body } as const
      return untagged(await runCommand(deps, params.tenant_id, command))
    },
  }),
  operation({
    id: 'endBreakGlass',
    method: 'POST',
    path: `${ONE}:end_break_glass`,
    tag: TAG,
    summary: 'End it early, and the sessions that it allowed',
    access: 'recover',
    status: 200,
    response: EnforcementShape,
    example: { response: people.enforcement },
    command: 'end_break_glass',
    refusals: ['api_key_bound'],
    async run(deps, { params }) {
      const command = { kind: 'end_break_glass', tenantId: params.tenant_id } as const
      return untagged(await runCommand(deps, params.tenant_id, command))
    },
  }),
]

type Changed =
  | { readonly ok: true; readonly value: Enforcement }
  | { readonly ok: false; readonly refusal: ApiRefusal }

const answer = (changed: Changed) => (changed.ok ? shown(changed.value, writeEnforcement) : changed)

const untagged = (changed: Changed) => (changed.ok ? ok(writeEnforcement(changed.value)) : changed)
