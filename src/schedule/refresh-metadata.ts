// Reads metadata URLs again that are due. What comes of a document is decided in the tenant's gate
// (R45): certificates join, another IdP waits for an administrator, a failure leaves the last good
// description.

import type { Result } from '../result.ts'
import type { MetadataRead } from '../tenants/commands/external-idp-commands.ts'
import type { LeasedRefresh } from '../tenants/commands/ports.ts'
import type { ExternalIdp, IdpPreview } from '../tenants/external-idps/external-idp.ts'
import {
  type PreviewRefusal,
  previewExternalIdp,
} from '../tenants/external-idps/preview-external-idp.ts'
import { refreshInterval, SHORTEST_REFRESH_MS } from '../tenants/external-idps/refresh-interval.ts'
import { logFault } from './log-fault.ts'
import { runCommand, type ScheduleDeps } from './schedule-deps.ts'

/**
 * Fewer than the six connections that a Worker may have open: one that waits for its turn would run
 * out of time.
 */
const AT_ONCE = 5
/**
 * Bounds a run: 500 documents, of which each may take five seconds, stay below the quarter of an
 * hour that it has.
 */
const ROUNDS = 100

/**
 * Reads what is due, a few at a time. The lease ends by itself, so what a crash interrupts is read
 * an hour later.
 */
export async function refreshMetadata(deps: ScheduleDeps): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const now = deps.clock()
    const lease = { now, until: now + SHORTEST_REFRESH_MS, limit: AT_ONCE }
    const leased = await deps.due.leaseRefreshes(lease)
    await Promise.all(
      leased.map((refresh) =>
        refreshOne(deps, refresh, lease.until).catch((fault: unknown) =>
          logFault('refresh_metadata', fault, refresh.externalIdpId),
        ),
      ),
    )
    if (leased.length < AT_ONCE) return
  }
}

async function refreshOne(
  deps: ScheduleDeps,
  { tenantId, externalIdpId }: LeasedRefresh,
  leasedUntil: number,
): Promise<void> {
  const idp = await deps.reads.findExternalIdp(tenantId, externalIdpId)
  if (idp === undefined || idp.source.kind !== 'metadata_url') return
  const { url } = idp.source
  const { read, interval } = await readMetadata(deps, idp, url)
  const ids = { tenantId, externalIdpId }
  await runCommand(deps, tenantId, { kind: 'record_metadata', ...ids, url, read })
  const next = deps.clock() + spread(deps, interval)
  await deps.due.planRefresh({ ...ids, leasedUntil, next })
}

interface ReadDocument {
  readonly read: MetadataRead
  /** Milliseconds until the next read. */
  readonly interval: number
}

async function readMetadata(
  { clock, fetchMetadata }: ScheduleDeps,
  { entityID }: ExternalIdp,
  url: string,
): Promise<ReadDocument> {
  const text = await fetchMetadata(url)
  if (!text.ok) return failed(text.refusal)
  const now = clock()
  const options = { now, fetchMetadata: async () => text }
  const preview = await previewNamed(entityID, (picked) =>
    previewExternalIdp({ kind: 'metadata_url', url }, { ...options, entityID: picked }),
  )
  if (!preview.ok) return failed(preview.refusal)
  const { description } = preview.value
  const { validUntil } = description
  return {
    read: { kind: 'read', description },
    interval: refreshInterval(text.value, { validUntil, now }),
  }
}

/**
 * The IdP as it was registered, or the only one that the document describes now: whether that will
 * do, somebody decides.
 */
async function previewNamed(
  entityID: string,
  preview: (entityID?: string) => Promise<Result<IdpPreview, PreviewRefusal>>,
): Promise<Result<IdpPreview, PreviewRefusal>> {
  const named = await preview(entityID)
  if (named.ok || named.refusal.code !== 'external_idp_entity_unknown') return named
  const first = await preview()
  return first.ok && first.value.entities.length === 0 ? first : named
}

const failed = ({ code }: PreviewRefusal): ReadDocument => ({
  read: { kind: 'failed', code },
  interval: SHORTEST_REFRESH_MS,
})

/** Takes off up to a tenth, so that what was registered together is not read together for ever. */
function spread({ random }: ScheduleDeps, interval: number): number {
  const [byte = 0] = random(1)
  return Math.round(interval * (1 - byte / 2_560))
}
