// Exceptions from enforcement: people who keep a password, the operator's consent and its
// emergency, and the tenant's own recovery codes.

import { defined } from '../../../defined.ts'
import {
  digestRecoveryCode,
  RECOVERY_CODE_BYTES,
  RECOVERY_CODES,
  writeRecoveryCode,
} from '../../../protocol/second-factor/recovery-code.ts'
import { ok, refuse } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { CONSENT_LIFETIME_MS, MAX_EXEMPTIONS } from '../../../tenants/enforcement.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import {
  followersOf,
  modeOf,
  policyTenant,
  readEnforcement,
} from '../../enforcement/enforcement.ts'
import { endExceptional, policyStatement } from '../../enforcement/enforcement-changes.ts'
import { notifyAdministrators, type Telling } from '../../enforcement/enforcement-notifications.ts'
import { UNCONFIRMED } from '../../enforcement/recovery-codes.ts'
import { keepsAdministratorsOut } from '../../enforcement/sign-in-policy.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'
import { firstRow } from '../../tables/rows.ts'
import { getUser } from '../people/users.ts'

/** The planners of the commands of this file. */
export const wayBackPlanners: Planners<
  | 'break_glass'
  | 'confirm_recovery_codes'
  | 'consent_enforcement'
  | 'end_break_glass'
  | 'end_exemption'
  | 'exempt_user'
  | 'issue_recovery_codes'
> = {
  break_glass: breakGlass,
  confirm_recovery_codes: confirmRecoveryCodes,
  consent_enforcement: consentEnforcement,
  end_break_glass: endBreakGlass,
  end_exemption: endExemption,
  exempt_user: exemptUser,
  issue_recovery_codes: issueRecoveryCodes,
}

/** Lets somebody keep the password. The same person again: with another reason or end. */
async function exemptUser(
  scope: Scope,
  { userId, reason, until }: CommandOf<'exempt_user'>,
): Planned<'exempt_user'> {
  const { sql, tenant, clock } = scope
  const known = getUser(scope, userId)
  if (!known.ok) return known
  const now = clock()
  if (until !== undefined && until <= now)
    return refuse({ code: 'exemption_end_past', pointer: '/until' })
  const before = readEnforcement(sql, tenant.id)
  const others = before.exemptions.filter((one) => one.userId !== userId)
  if (others.length >= MAX_EXEMPTIONS)
    return refuse({ code: 'exemption_limit_reached', expected: MAX_EXEMPTIONS })
  const exemption = { userId, reason, ...defined({ until }), createdAt: now }
  return ok({
    result: { ...before, exemptions: [...others, exemption] },
    audit: { before: {}, after: { reason, until: until ? new Date(until).toISOString() : null } },
    commit: [
      gateStatement(
        `INSERT OR REPLACE INTO enforcement_exemptions (tenant_id, user_id, reason, until, created_at)
         VALUES (?, ?, ?, ?, ?)`,
        tenant.id,
        userId,
        reason,
        until ?? null,
        now,
      ),
      // Sessions that began under a longer exemption end with this one.
      ...(until === undefined || before.mode === 'off'
        ? []
        : [
            gateStatement(
              `UPDATE sessions SET expires_at = min(expires_at, ?) WHERE tenant_id = ? AND user_id = ? AND connector_id = ''`,
              until,
              tenant.id,
              userId,
            ),
          ]),
    ],
  })
}

/** Takes an exemption back: its sessions end while enforcement is on. */
async function endExemption(
  { sql, tenant, clock }: Scope,
  { userId }: CommandOf<'end_exemption'>,
): Planned<'end_exemption'> {
  const before = readEnforcement(sql, tenant.id)
  const ended = before.exemptions.find((one) => one.userId === userId)
  if (ended === undefined) return refuse({ code: 'exemption_unknown' })
  return ok({
    result: { ...before, exemptions: before.exemptions.filter((one) => one !== ended) },
    audit: { before: { reason: ended.reason } },
    commit: [
      gateStatement(
        'DELETE FROM enforcement_exemptions WHERE tenant_id = ? AND user_id = ?',
        tenant.id,
        userId,
      ),
      ...(before.mode === 'off'
        ? []
        : endExceptional(sql, tenant.id, { since: 0, userId, now: clock() })),
    ],
  })
}

/** Takes the operator's word that the tenant gets back in. */
async function consentEnforcement(
  { sql, tenant, clock }: Scope,
  { reason }: CommandOf<'consent_enforcement'>,
): Planned<'consent_enforcement'> {
  const consentUntil = clock() + CONSENT_LIFETIME_MS
  return ok({
    result: { ...readEnforcement(sql, tenant.id), consentUntil },
    audit: { before: {}, after: { reason, until: new Date(consentUntil).toISOString() } },
    commit: [policyStatement(tenant.id, 'consentUntil', consentUntil)],
  })
}

/** Lets administrators use their passwords for a while. That it ends is a matter of time alone. */
async function breakGlass(
  { sql, tenant, clock }: Scope,
  { minutes, reason }: CommandOf<'break_glass'>,
): Planned<'break_glass'> {
  const before = readEnforcement(sql, tenant.id)
  if (!bars(sql, tenant.id)) return refuse({ code: 'enforcement_is_off' })
  const now = clock()
  const until = now + minutes * 60_000
  const facts = { reason, until: new Date(until).toISOString() }
  const former = before.breakGlass
  const createdAt = former && former.until > now ? former.createdAt : now
  return ok({
    result: { ...before, breakGlass: { until, reason, createdAt } },
    audit: { before: {}, after: facts },
    commit: [
      gateStatement(
        `INSERT INTO break_glass (tenant_id, until, reason, created_at)
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET
           created_at = CASE WHEN until > ?4 THEN created_at ELSE ?4 END, until = ?2, reason = ?3`,
        tenant.id,
        until,
        reason,
        now,
      ),
      // Sooner than it was said before: whoever came in by it begins anew, and gets the shorter
      // time.
      ...(former && until < former.until
        ? endExceptional(sql, tenant.id, { since: former.createdAt, now })
        : []),
      ...tell(sql, tenant.id, { type: 'break_glass.opened', data: facts }, now),
    ],
  })
}

/** Ends it early, and the sessions that it allowed. */
async function endBreakGlass({ sql, tenant, clock }: Scope): Planned<'end_break_glass'> {
  const { breakGlass: broken, ...after } = readEnforcement(sql, tenant.id)
  if (broken === undefined) return ok({ result: after })
  const now = clock()
  const telling = { type: 'break_glass.ended', data: { reason: broken.reason } } as const
  return ok({
    result: after,
    audit: { before: { until: new Date(broken.until).toISOString() }, after: {} },
    commit: [
      gateStatement('DELETE FROM break_glass WHERE tenant_id = ?', tenant.id),
      ...(bars(sql, tenant.id)
        ? endExceptional(sql, tenant.id, { since: broken.createdAt, now })
        : []),
      ...(broken.until > now ? tell(sql, tenant.id, telling, now) : []),
    ],
  })
}

/**
 * Tells whether a right password of an administrator may be refused, here or in a tenant that
 * follows.
 */
const bars = (sql: SqlStorage, tenantId: TenantId): boolean =>
  followersOf(sql, tenantId).some(
    (one) => modeOf(sql, one) !== 'off' || keepsAdministratorsOut(sql, one),
  )

const tell = (
  sql: SqlStorage,
  tenantId: TenantId,
  telling: Telling,
  now: number,
): readonly GateStatement[] => {
  const others = followersOf(sql, policyTenant(sql, tenantId)).filter((one) => one !== tenantId)
  return notifyAdministrators([tenantId, ...others], telling, now)
}

/**
 * Makes the tenant's recovery codes. They are shown this once, and count when one was typed in
 * again; until then those of before do.
 */
async function issueRecoveryCodes({
  tenant,
  clock,
  random,
}: Scope): Planned<'issue_recovery_codes'> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    writeRecoveryCode(random(RECOVERY_CODE_BYTES)),
  )
  const digests = await Promise.all(codes.map((code) => digestRecoveryCode(tenant.id, code)))
  return ok({
    result: { codes },
    audit: { before: {}, after: { issued: codes.length } },
    commit: [
      gateStatement(
        'DELETE FROM recovery_codes WHERE tenant_id = ?1 AND owner = ?1 AND used_at = ?2',
        tenant.id,
        UNCONFIRMED,
      ),
      ...digests.map((digest) =>
        gateStatement(
          'INSERT INTO recovery_codes (tenant_id, owner, digest, used_at) VALUES (?1, ?1, ?2, ?3)',
          tenant.id,
          digest ?? null,
          UNCONFIRMED,
        ),
      ),
      policyStatement(tenant.id, 'recoveryCodes', { createdAt: clock() }),
    ],
  })
}

/** Takes one typed back as proof that the codes were written down: those of before are void now. */
async function confirmRecoveryCodes(
  { sql, tenant, clock }: Scope,
  { code }: CommandOf<'confirm_recovery_codes'>,
): Planned<'confirm_recovery_codes'> {
  const before = readEnforcement(sql, tenant.id)
  const digest = await digestRecoveryCode(tenant.id, code)
  const known = firstRow<{ used_at: number | null }>(
    sql,
    'SELECT used_at FROM recovery_codes WHERE tenant_id = ?1 AND owner = ?1 AND digest = ?2',
    tenant.id,
    digest ?? '',
  )
  if (known?.used_at === null) return ok({ result: before })
  if (known?.used_at !== UNCONFIRMED || before.recoveryCodes === undefined)
    return refuse({ code: 'recovery_code_wrong', pointer: '/code' })
  const { createdAt } = before.recoveryCodes
  const confirmedAt = clock()
  return ok({
    result: { ...before, recoveryCodes: { left: RECOVERY_CODES, createdAt, confirmedAt } },
    commit: [
      gateStatement(
        'DELETE FROM recovery_codes WHERE tenant_id = ?1 AND owner = ?1 AND used_at IS NOT ?2',
        tenant.id,
        UNCONFIRMED,
      ),
      gateStatement(
        'UPDATE recovery_codes SET used_at = NULL WHERE tenant_id = ?1 AND owner = ?1',
        tenant.id,
      ),
      policyStatement(tenant.id, 'recoveryCodes', { createdAt, confirmedAt }),
    ],
  })
}
