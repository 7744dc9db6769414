// What is told of the scheduled reading of metadata.

import { differences } from '../commands/pending-change.ts'
import type { ExternalIdp, PendingChange, RefreshFailure } from '../external-idps/external-idp.ts'
import type { EventId } from '../ids.ts'
import { type DeploymentEvent, eventIdOf } from './events.ts'

const DAY_MS = 86_400_000

const about = (idp: ExternalIdp) => ({
  external_idp_id: idp.id,
  external_idp_name: idp.name,
  ...(idp.source.kind === 'metadata_url' ? { metadata_url: idp.source.url } : {}),
})

const fingerprints = ({ certificates }: Pick<ExternalIdp, 'certificates'>): readonly string[] =>
  certificates.map(({ fingerprintSha256 }) => fingerprintSha256)

/** Certificates joined the trust record. */
export function refreshed(
  id: EventId,
  before: ExternalIdp,
  idp: ExternalIdp,
  at: number,
): DeploymentEvent {
  const known = fingerprints(before)
  return {
    id,
    type: 'metadata.refreshed',
    tenantId: idp.tenantId,
    at,
    data: {
      ...about(idp),
      certificates_added: fingerprints(idp).filter((print) => !known.includes(print)),
    },
  }
}

/** A change waits for an administrator. */
export const approvalRequired = async (
  idp: ExternalIdp,
  { id, foundAt, description }: PendingChange,
): Promise<DeploymentEvent> => ({
  id: await eventIdOf('metadata.approval_required', idp.id, id, String(foundAt)),
  type: 'metadata.approval_required',
  tenantId: idp.tenantId,
  at: foundAt,
  data: {
    ...about(idp),
    change_id: id,
    changes: differences(idp, description),
    certificates: fingerprints(description),
    fixed_by: 'sp_admin',
  },
})

/**
 * The metadata URL cannot be read or taken over: told of the first time, and then once a day until
 * it recovers.
 */
export async function refreshFailed(
  idp: ExternalIdp,
  { code, since }: RefreshFailure,
  at: number,
): Promise<DeploymentEvent> {
  const day = Math.floor((at - since) / DAY_MS)
  return {
    id: await eventIdOf('metadata.failed', idp.id, String(since), String(day)),
    type: 'metadata.failed',
    tenantId: idp.tenantId,
    at,
    code,
    data: { ...about(idp), failing_since: new Date(since).toISOString() },
  }
}
