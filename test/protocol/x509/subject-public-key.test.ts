import { describe, expect, it } from 'vitest'
import { hexOf } from '../../../src/protocol/bytes/hex.ts'
import { CURVES } from '../../../src/protocol/x509/curves.ts'
import { DER, writeDer, writeOid } from '../../../src/protocol/x509/der.ts'
import { readCertificateParts } from '../../../src/protocol/x509/subject-public-key.ts'
import { derOf, EXPLICIT_CURVE } from './samples.ts'

const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))

/** The key of a certificate that has nothing else: a point, in hex, on a named curve. */
function keyOf(curve: string, point: string) {
  const algorithm = writeDer(DER.sequence, writeOid('1.2.840.10045.2.1'), writeOid(curve))
  const bits = writeDer(DER.bitString, Uint8Array.of(0), bytesOf(point))
  const empty = writeDer(DER.sequence)
  const fields = [writeDer(DER.integer, Uint8Array.of(1)), empty, empty, empty, empty]
  const body = writeDer(DER.sequence, ...fields, writeDer(DER.sequence, algorithm, bits))
  return readCertificateParts(writeDer(DER.sequence, body))?.key
}

const evenOrOdd = (y: string) => 2 + (Number.parseInt(y.slice(-1), 16) % 2)

describe.each(CURVES)('a point on $name (SEC 1 §2.3.4)', ({ name, oid, gx, gy }) => {
  it('is written out, whichever its form was', () => {
    for (const point of [`04${gx}${gy}`, `0${evenOrOdd(gy)}${gx}`]) {
      const key = keyOf(oid, point)
      expect(key).toMatchObject({ type: 'EC', curve: name })
      expect(key && hexOf(key.spki).slice(-2 - gx.length - gy.length)).toBe(`04${gx}${gy}`)
    }
  })

  it('is no point in another form or length', () => {
    for (const point of [
      `05${gx}`,
      `0${evenOrOdd(gy)}${gx}00`,
      `0${evenOrOdd(gy)}${gx.slice(2)}`,
      `06${gx}${gy}`,
      `04${gx}${gy}00`,
      `04${gx}`,
    ])
      expect(keyOf(oid, point)).toBeUndefined()
  })
})

describe('a curve that is written out', () => {
  it('is a SEQUENCE', () => {
    const certificate = Uint8Array.from(atob(derOf(EXPLICIT_CURVE)), (c) => c.charCodeAt(0))
    const at = hexOf(certificate).indexOf('3081f7020101') / 2
    expect(readCertificateParts(certificate)?.key).toBeDefined()
    certificate[at] = DER.set
    expect(readCertificateParts(certificate)?.key).toBeUndefined()
  })
})
