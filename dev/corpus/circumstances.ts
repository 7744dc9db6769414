// The circumstances of an entry, as the verifier takes them: who is trusted, with which keys and
// switches, and when.

import { createPrivateKey } from 'node:crypto'
import { readCertificates } from '../../src/protocol/x509/certificate.ts'
import { createDecryptionKey } from '../../src/protocol/xmlenc/decryption-key.ts'
import { type Entry, textOrFile } from './manifest.ts'

/**
 * What every message of an entry is verified under. Corpora are labelled without a tolerance for
 * clocks.
 */
export const trustOf = async (entry: Entry) => ({
  idpEntityID: entry.idp_entity_id,
  now: Date.parse(entry.now),
  clockSkewMs: 0,
  certificates: await certificatesOf(entry),
  allowWeakAlgorithms: entry.needs.some((need) => /sha1|^rsa_key_/.test(need)),
})

/** Our keys for an encrypted entry, and the switch for AES-CBC. */
export function decryptionOf(entry: Entry) {
  const allowAesCbc = entry.needs.includes('aes_cbc')
  if (entry.decryption_key === undefined) return { allowAesCbc }
  const key = createPrivateKey(textOrFile(entry, entry.decryption_key))
  const pkcs8 = Uint8Array.from(key.export({ type: 'pkcs8', format: 'der' }))
  return { allowAesCbc, decryptionKeys: async () => [createDecryptionKey(pkcs8)] }
}

/** A certificate that we do not take is not registered. */
async function certificatesOf(entry: Entry): Promise<readonly string[]> {
  if (entry.cert === undefined) return []
  const read = await readCertificates(textOrFile(entry, entry.cert))
  return read.ok ? read.value.usable.map(({ der }) => der) : []
}
