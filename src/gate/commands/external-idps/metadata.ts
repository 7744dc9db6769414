// What a scheduled read of a metadata URL does to the record, and what an administrator says to a
// change that it found. A document is believed in one thing by itself: the certificates of the IdP
// that it was registered for (R45).

import { ok, refuse } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { pendingChangeOf } from '../../../tenants/commands/pending-change.ts'
import { mergeCertificates } from '../../../tenants/commands/trust.ts'
import { approvalRequired, refreshFailed } from '../../../tenants/events/metadata-events.ts'
import { MAX_RECORDED_CERTIFICATES } from '../../../tenants/external-idps/describe-idp.ts'
import type {
  ExternalIdp,
  PendingChange,
  RefreshFailure,
} from '../../../tenants/external-idps/external-idp.ts'
import type { Plan, Planned, Planners, Scope } from '../../intents/plan.ts'
import { eventOnceStatements, eventStatement } from '../../outbox/events.ts'
import { planUpdate, recordIdp } from './external-idps.ts'
import { takeOver } from './trust.ts'

/** The planners of the commands of this file. */
export const metadataPlanners: Planners<
  'approve_metadata_change' | 'record_metadata' | 'reject_metadata_change'
> = {
  approve_metadata_change: approveMetadataChange,
  record_metadata: recordMetadata,
  reject_metadata_change: rejectMetadataChange,
}

/**
 * Records what a metadata URL answered. Refuses when the external IdP is no longer described by
 * that URL.
 */
async function recordMetadata(
  scope: Scope,
  { externalIdpId, url, read }: CommandOf<'record_metadata'>,
): Planned<'record_metadata'> {
  const before = await scope.reads.findExternalIdp(scope.tenant.id, externalIdpId)
  if (before === undefined) return refuse({ code: 'external_idp_unknown' })
  if (before.source.kind !== 'metadata_url' || before.source.url !== url)
    return refuse({ code: 'external_idp_not_refreshable' })
  if (read.kind === 'failed') return ok(await keepLastGood(scope, before, read.code))
  const change = await pendingChangeOf(before, read.description, scope.clock())
  const merged = mergeCertificates(before.certificates, read.description.certificates)
  // Nobody watches: a URL that says something new each time must not fill the trust record.
  if (change === undefined && merged.length > MAX_RECORDED_CERTIFICATES)
    return ok(await keepLastGood(scope, before, 'external_idp_too_many_certificates'))
  return ok(
    change === undefined
      ? takeOver(scope, before, read.description)
      : await awaitApproval(scope, before, change),
  )
}

/**
 * Takes over a change that waits. What is live stays live until a draft of it is tested and
 * activated (I6).
 */
async function approveMetadataChange(
  scope: Scope,
  { externalIdpId, changeId }: CommandOf<'approve_metadata_change'>,
): Planned<'approve_metadata_change'> {
  const before = await scope.reads.findExternalIdp(scope.tenant.id, externalIdpId)
  if (before === undefined) return refuse({ code: 'external_idp_unknown' })
  const change = waiting(before, changeId)
  if (change === undefined) return refuse({ code: 'external_idp_change_unknown' })
  return planUpdate(scope, before, { description: change.description })
}

/** Rejects a change that waits: it is remembered, so that the next read does not ask again. */
async function rejectMetadataChange(
  scope: Scope,
  { externalIdpId, changeId }: CommandOf<'reject_metadata_change'>,
): Planned<'reject_metadata_change'> {
  const before = await scope.reads.findExternalIdp(scope.tenant.id, externalIdpId)
  if (before === undefined) return refuse({ code: 'external_idp_unknown' })
  const change = waiting(before, changeId)
  if (change === undefined) return refuse({ code: 'external_idp_change_unknown' })
  const pendingChange = { ...change, state: 'rejected' } as const
  const idp = { ...before, pendingChange, updatedAt: scope.clock() }
  return ok({ result: idp, record: [recordIdp(scope, idp, before)] })
}

const waiting = ({ pendingChange }: ExternalIdp, changeId: string): PendingChange | undefined =>
  pendingChange?.id === changeId && pendingChange.state === 'waiting' ? pendingChange : undefined

async function keepLastGood(
  scope: Scope,
  before: ExternalIdp,
  code: string,
): Promise<Plan<ExternalIdp>> {
  const now = scope.clock()
  const refreshFailure: RefreshFailure = { code, since: before.refreshFailure?.since ?? now }
  const idp = { ...before, refreshFailure }
  const known = before.refreshFailure?.code === code
  return {
    result: idp,
    record: known ? [] : [recordIdp(scope, idp, before)],
    commit: eventOnceStatements(await refreshFailed(idp, refreshFailure, now)),
  }
}

async function awaitApproval(
  scope: Scope,
  before: ExternalIdp,
  found: PendingChange,
): Promise<Plan<ExternalIdp>> {
  const { refreshFailure: past, ...readable } = before
  const known = before.pendingChange?.id === found.id
  if (known && past === undefined) return { result: before }
  const idp = known ? readable : { ...readable, pendingChange: found, updatedAt: scope.clock() }
  return {
    result: idp,
    record: [recordIdp(scope, idp, before)],
    commit: known ? [] : [eventStatement(await approvalRequired(before, found))],
  }
}
