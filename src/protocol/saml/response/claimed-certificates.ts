// The certificates that a message names itself, in KeyInfo. They verify nothing (R10): a report
// shows their fingerprints beside the registered ones, so that an administrator sees which key the
// IdP signs with now.

import { decodeBase64Binary } from '../../bytes/base64.ts'
import { digestHex } from '../../bytes/sha256.ts'
import { allElements, isNamed, textOf, type XmlElement } from '../../xml/tree.ts'
import { DSIG_NS } from '../../xmldsig/algorithms.ts'

/** An honest message names one for each of its signatures. */
const MAX_SHOWN = 4

/** SHA-256 fingerprints of the certificates that a message claims to be signed with. */
export async function claimedFingerprints(root: XmlElement): Promise<readonly string[]> {
  const texts = allElements(root)
    .filter((element) => isNamed(element, DSIG_NS, 'X509Certificate'))
    .map((element) => textOf(element) ?? '')
  const certificates = [...new Set(texts)].slice(0, MAX_SHOWN).flatMap((text) => {
    const der = decodeBase64Binary(text)
    return der === undefined || der.length === 0 ? [] : [der]
  })
  return Promise.all(certificates.map((der) => digestHex(der)))
}
