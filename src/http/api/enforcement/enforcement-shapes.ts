// Enforcement as the API writes it.

import * as v from 'valibot'
import {
  type Blocker,
  ENFORCEMENT_MODES,
  type Enforcement,
  type EnforcementState,
  MAX_BREAK_GLASS_MINUTES,
} from '../../../tenants/enforcement.ts'
import { id, Time, text, writeOptionalTime, writeTime } from '../engine/members.ts'
import type { ApiDeps } from '../engine/operation.ts'

/** Of an operation that may take the last way in from a tenant's administrators. */
export const WayInQuery = v.strictObject({
  confirm: v.exactOptional(
    v.pipe(
      v.literal('last_admin'),
      v.description(
        'The tenant may be left without an active administrator, or without one who gets in. Other than on connectors, which anybody may have to close, it counts with a key that is bound to no tenant.',
      ),
    ),
  ),
  enforcement: v.exactOptional(
    v.pipe(
      v.literal('turn_off'),
      v.description(
        'Where passwords are switched off and this would take the last proven way in through SSO away, or the last way back: switch them on again with it.',
      ),
    ),
  ),
})

type WayInQuery = v.InferOutput<typeof WayInQuery>

/**
 * What a command on people or policies carries of it: a tenant does not take its own last
 * administrator away.
 */
export const wayInOf = ({ caller }: ApiDeps, { confirm, enforcement }: WayInQuery) => ({
  evenLastAdmin: confirm === 'last_admin' && caller.tenantId === undefined,
  turnOffEnforcement: enforcement === 'turn_off',
})

/** The same of a command on a connector: who may open a door may have to shut it. */
export const verifierOf = ({
  confirm,
  enforcement,
}: {
  readonly confirm?: string
  readonly enforcement?: string
}) => ({
  evenLastAdmin: confirm === 'last_admin',
  turnOffEnforcement: enforcement === 'turn_off',
})

const Mode = v.pipe(
  v.picklist(ENFORCEMENT_MODES),
  v.description(
    'Who signs in through SSO alone: nobody, everybody but administrators (who then need a second factor), or everybody.',
  ),
)
const Reason = v.pipe(text(500), v.examples(['The identity provider is down.']))
const Instant = v.pipe(
  Time,
  v.transform((typed) => Date.parse(typed)),
)

/** The mode that is wanted. */
export const EnforcementChangeShape = v.pipe(
  v.strictObject({
    mode: Mode,
    starts_at: v.exactOptional(
      v.pipe(
        Instant,
        v.description(
          'A stricter mode may start at a date within 90 days: people are told at once, a week and a day before.',
        ),
      ),
    ),
  }),
  v.title('EnforcementChange'),
)

/** Why, and until when, somebody keeps a password. */
export const ExemptionChangeShape = v.pipe(
  v.strictObject({ reason: Reason, until: v.exactOptional(Instant) }),
  v.title('ExemptionChange'),
)

/** Why the operator consents. */
export const ConsentShape = v.pipe(v.strictObject({ reason: Reason }), v.title('Consent'))

/** For how long, and why, administrators may use their passwords. */
export const BreakGlassShape = v.pipe(
  v.strictObject({
    minutes: v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(MAX_BREAK_GLASS_MINUTES, `must be at most ${MAX_BREAK_GLASS_MINUTES}, a day`),
      v.examples([60]),
    ),
    reason: Reason,
  }),
  v.title('BreakGlass'),
)

/** One of the codes, typed back. */
export const RecoveryCodeShape = v.pipe(
  v.strictObject({ code: v.pipe(text(64), v.examples(['4F7K-9QWE-2MNB-X8TZ'])) }),
  v.title('RecoveryCode'),
)

/** The codes, shown once. */
export const RecoveryCodesShape = v.pipe(
  v.strictObject({ codes: v.array(v.string()) }),
  v.title('RecoveryCodes'),
)

/** Enforcement of a tenant. */
export const EnforcementShape = v.pipe(
  v.strictObject({
    tenant_id: id('ten'),
    mode: Mode,
    inherited_from: v.pipe(
      v.nullable(id('ten')),
      v.description('The root tenant whose mode holds, until this one chooses its own.'),
    ),
    planned: v.nullable(v.strictObject({ mode: Mode, starts_at: Time })),
    exemptions: v.array(
      v.strictObject({
        user_id: id('usr'),
        reason: v.string(),
        until: v.nullable(Time),
        created_at: Time,
      }),
    ),
    recovery_codes: v.nullable(
      v.strictObject({
        left: v.pipe(v.number(), v.integer()),
        created_at: Time,
        confirmed_at: v.nullable(Time),
      }),
    ),
    consent_until: v.nullable(Time),
    break_glass: v.nullable(v.strictObject({ until: Time, reason: v.string(), created_at: Time })),
  }),
  v.title('Enforcement'),
)

const Blockers = v.array(
  v.strictObject({
    code: v.string(),
    tenant_id: v.pipe(
      v.nullable(id('ten')),
      v.description('A child tenant that follows this one.'),
    ),
  }),
)

/** The same with what stands in the way of each mode. */
export const EnforcementStateShape = v.pipe(
  v.strictObject({
    ...EnforcementShape.entries,
    blockers: v.strictObject({ members: Blockers, everyone: Blockers }),
  }),
  v.title('EnforcementState'),
)

/** Writes enforcement. */
export const writeEnforcement = ({
  tenantId,
  mode,
  inheritedFrom,
  planned,
  exemptions,
  recoveryCodes: codes,
  consentUntil,
  breakGlass: glass,
}: Enforcement): v.InferInput<typeof EnforcementShape> => ({
  tenant_id: tenantId,
  mode,
  inherited_from: inheritedFrom ?? null,
  planned: planned ? { mode: planned.mode, starts_at: writeTime(planned.startsAt) } : null,
  exemptions: exemptions.map(({ userId, reason, until, createdAt }) => ({
    user_id: userId,
    reason,
    until: writeOptionalTime(until),
    created_at: writeTime(createdAt),
  })),
  recovery_codes: codes
    ? {
        left: codes.left,
        created_at: writeTime(codes.createdAt),
        confirmed_at: writeOptionalTime(codes.confirmedAt),
      }
    : null,
  consent_until: writeOptionalTime(consentUntil),
  break_glass: glass
    ? {
        until: writeTime(glass.until),
        reason: glass.reason,
        created_at: writeTime(glass.createdAt),
      }
    : null,
})

/** Writes enforcement with what stands in the way of each mode. */
export const writeEnforcementState = ({ enforcement, blockers }: EnforcementState) => ({
  ...writeEnforcement(enforcement),
  blockers: {
    members: blockers.members.map(writeBlocker),
    everyone: blockers.everyone.map(writeBlocker),
  },
})

const writeBlocker = ({ code, tenantId }: Blocker) => ({ code, tenant_id: tenantId ?? null })
