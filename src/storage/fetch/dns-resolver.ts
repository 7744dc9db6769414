// Asking the deployment's resolver for TXT records, by DNS over HTTPS (RFC 8484). The resolver is
// of the operator's choice, and what it says of the DNS is believed.

import { reaching } from '../../outage.ts'
import { readTxtAnswer, writeTxtQuery } from '../../protocol/dns/txt-lookup.ts'
import type { FindTxtRecords } from '../../tenants/domain.ts'
import { readBytes } from './read-bytes.ts'

const TIMEOUT_MS = 5000
/** A DNS message has no more. */
const MAX_BYTES = 65_535
const MEDIA_TYPE = 'application/dns-message'

/**
 * Makes the lookup. Whatever is not an answer about the name is an outage, never "there is none".
 */
export const createDnsResolver =
  (resolver: string): FindTxtRecords =>
  (name) =>
    reaching('DNS', async () => {
      // POST, because no HTTP cache keeps it: a record that was set a moment ago is found.
      const response = await fetch(resolver, {
        method: 'POST',
        headers: { 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE },
        body: writeTxtQuery(name),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      const bytes = response.status === 200 ? await readBytes(response, MAX_BYTES) : undefined
      const texts = bytes && readTxtAnswer(bytes, name)
      if (texts === undefined) throw new Error('The resolver gave no answer')
      return texts
    })
