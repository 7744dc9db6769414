// A metadata URL that speaks of another entityID or other SSO endpoints than before: whoever took
// over its host could make it say that. So it waits for an administrator, who is shown what would
// change (R45).

import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import type { ExternalIdp, IdpDescription, PendingChange } from '../external-idps/external-idp.ts'
import { canonicalJson } from './canonical-json.ts'

/** One member of an external IdP, as it is and as it would be. */
export interface Difference {
  /** JSON pointer into the external IdP as the API shows it. */
  readonly pointer: string
  readonly before: string | null
  readonly after: string | null
}

/**
 * The change that a description asks an administrator for; undefined when it is the same IdP at the
 * same SSO endpoints.
 */
export async function pendingChangeOf(
  idp: ExternalIdp,
  description: IdpDescription,
  now: number,
): Promise<PendingChange | undefined> {
  const { entityID, sso, slo, certificates } = description
  if (entityID === idp.entityID && canonicalJson(sso) === canonicalJson(idp.sso)) return undefined
  const fingerprints = certificates.map(({ fingerprintSha256 }) => fingerprintSha256).sort()
  const id = await sha256Hex(canonicalJson({ entityID, sso, slo, fingerprints }))
  return { id, state: 'waiting', foundAt: now, description }
}

/** What a description changes, endpoints of single logout included. */
export function differences(idp: IdpDescription, after: IdpDescription): readonly Difference[] {
  const members = (described: IdpDescription): readonly (readonly [string, string | null])[] => [
    ['/entity_id', described.entityID],
    ['/sso/redirect', described.sso.redirect ?? null],
    ['/sso/post', described.sso.post ?? null],
    ['/slo/redirect', described.slo.redirect ?? null],
    ['/slo/post', described.slo.post ?? null],
    ['/slo/responses/redirect', described.slo.responses?.redirect ?? null],
    ['/slo/responses/post', described.slo.responses?.post ?? null],
  ]
  const now = new Map(members(idp))
  return members(after)
    .map(([pointer, value]) => ({ pointer, before: now.get(pointer) ?? null, after: value }))
    .filter(({ before, after: value }) => before !== value)
}
