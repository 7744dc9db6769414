// The circumstances of an entry, as the verifier takes them: who is trusted, with which keys and switches, and when.

import { readCertificates } from '../../src/protocol/x509/certificate.ts'
import { type Entry, textOrFile } from './manifest.ts'

/** What every message of an entry is verified under. Corpora are labelled without a tolerance for clocks. */
export const trustOf = (entry: Entry) => ({
  idpEntityID: entry.idp_entity_id,
  now: Date.parse(entry.now),
  clockSkewMs: 0,
  certificates: certificatesOf(entry),
  allowWeakAlgorithms: entry.needs.some((need) => /sha1|^rsa_key_/.test(need)),
})

/** A certificate that we do not take is not registered. */
function certificatesOf(entry: Entry): readonly string[] {
  if (entry.cert === undefined) return []
  const read = readCertificates(textOrFile(entry, entry.cert))
  return read.ok ? read.value.map(({ der }) => der) : []
}
