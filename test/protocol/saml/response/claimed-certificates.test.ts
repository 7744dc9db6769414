import { expect, it } from 'vitest'
import { encodeUtf8 } from '../../../../src/protocol/bytes/utf8.ts'
import { claimedFingerprints } from '../../../../src/protocol/saml/response/claimed-certificates.ts'
import { parseXml } from '../../../../src/protocol/xml/parse.ts'

const fingerprints = async (...texts: readonly string[]) => {
  const certificates = texts.map((text) => `<X509Certificate>${text}</X509Certificate>`).join('')
  const xml = `<K xmlns="http://www.w3.org/2000/09/xmldsig#">${certificates}</K>`
  const parsed = parseXml(encodeUtf8(xml))
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return claimedFingerprints(parsed.value)
}

it('are those of what can be decoded, each once and four at most', async () => {
  expect(await fingerprints('', ' ', '***', '<b/>')).toEqual([])
  const [one] = await fingerprints('AAAA')
  expect(one).toMatch(/^[0-9a-f]{64}$/)
  expect(await fingerprints('AAAA', 'AAAA')).toEqual([one])
  expect(await fingerprints('AAAA', 'AAAB', 'AAAC', 'AAAD', 'AAAE')).toHaveLength(4)
})
