// The NameID of a LogoutRequest that came encrypted (SAML Core §2.2.4, §3.7.1). The request around
// it is signed by the IdP and was verified before, so nobody else can ask our key anything; and
// whatever fails from its first use on is one refusal (R34).

import type { Refusal } from '../../../refusal.ts'
import type { Result } from '../../../result.ts'
import { ok, refuse } from '../../../result.ts'
import type { XmlElement } from '../../xml/tree.ts'
import { childElements, hasElementContent, isNamed } from '../../xml/tree.ts'
import { decryptContent } from '../../xmlenc/decrypt-content.ts'
import { readEncryptedContent } from '../../xmlenc/encrypted-data.ts'
import type { XmlencRefusalCode } from '../../xmlenc/xmlenc-refusals.ts'
import { SAML_NS } from '../namespaces.ts'
import { readPlaintext } from '../read-plaintext.ts'
import { readNameId } from '../response/assertion-content.ts'
import type { NameId } from '../response/verified-login.ts'
import type { LogoutExpectation } from './expectation.ts'
import type { LogoutRefusalCode } from './logout-refusals.ts'

type Refused = Refusal<LogoutRefusalCode | XmlencRefusalCode>

/** Decrypts an EncryptedID of signed bytes. What it holds is one NameID and nothing else. */
export async function decryptNameId(
  encrypted: XmlElement,
  { decryptionKeys, allowAesCbc = false }: LogoutExpectation,
): Promise<Result<NameId, Refused>> {
  const content = readEncryptedContent(encrypted, allowAesCbc)
  if (!content.ok) return content
  const keys = (await decryptionKeys?.()) ?? []
  const plaintext = await decryptContent(content.value, keys)
  const place = plaintext && readPlaintext(plaintext, encrypted)
  const nameId = place && soleNameId(place)
  return nameId === undefined ? refuse({ code: 'logout_decryption_failed' }) : ok(nameId)
}

function soleNameId(place: XmlElement): NameId | undefined {
  const [only, ...others] = childElements(place)
  if (only === undefined || others.length > 0 || !hasElementContent(place)) return undefined
  return isNamed(only, SAML_NS, 'NameID') ? readNameId(only)[0] : undefined
}
