// What an IdP sent is kept with a refusal, so that an administrator can see it: sealed, bounded,
// and only when it answers a live request of that browser, so that nobody fills the store with what
// nobody asked for.

import { encodeBase64 } from '../../protocol/bytes/base64.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { EventId } from '../../tenants/ids.ts'

/** Bytes of a response that is kept. An honest one has some ten KiB. */
export const MAX_KEPT_BYTES = 64 * 1024

/** Seals a response for its event; nothing for one that is too large to be kept. */
export async function sealResponse(
  keyring: KeyRing,
  eventId: EventId,
  bytes: Uint8Array,
): Promise<{ readonly sealedResponse?: string }> {
  if (bytes.length > MAX_KEPT_BYTES) return {}
  return { sealedResponse: await keyring.seal('raw-response', eventId, encodeBase64(bytes)) }
}
