// Metadata of an IdP: whether what a preview makes of it could be saved.

import { readFileSync } from 'node:fs'
import { refuse } from '../../src/result.ts'
import { previewExternalIdp } from '../../src/tenants/external-idps/preview-external-idp.ts'
import { documentPath, type Entry } from './manifest.ts'
import { accepted, rejected, type Verdict } from './verdict.ts'

/** Judges a document as if an administrator had pasted it. */
export async function judgeMetadata(entry: Entry): Promise<Verdict> {
  const preview = await previewExternalIdp(
    { kind: 'metadata_xml', xml: readFileSync(documentPath(entry), 'utf8') },
    {
      now: Date.parse(entry.now),
      fetchMetadata: async () => refuse({ code: 'fetch_url_forbidden' }),
    },
  )
  if (!preview.ok) return rejected(preview.refusal)
  // A preview shows what is still missing; the save refuses it.
  return preview.value.description.certificates.length === 0
    ? rejected({ code: 'external_idp_without_certificate' })
    : accepted()
}
