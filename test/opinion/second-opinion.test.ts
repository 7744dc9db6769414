// What we accept, others verify too: each signature of each dialect, without exception.

import { describe, expect, it } from 'vitest'
import { decodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import { readFixtures } from '../protocol/known-messages/read-fixtures.ts'
import { XMLSEC1_INSTALLED, xmldsigjsVerifies, xmlsec1Verifies } from './second-opinion.ts'

const messages = readFixtures('dialects').map(({ name, bytes, expectation }) => {
  const xml = decodeUtf8(bytes) ?? ''
  const count = xml.match(/<\/(\w+:)?SignatureValue>/g)?.length ?? 0
  return { name, xml, certificate: expectation.certificates[0] ?? '', all: Array(count).fill(true) }
})
const signed = messages.filter(({ all }) => all.length > 0)

describe('every signature that we accept', () => {
  it.each(signed)('of $name is good for xmldsigjs', async ({ xml, certificate, all }) => {
    expect(await xmldsigjsVerifies(xml, certificate)).toEqual(all)
  })

  it.skipIf(!XMLSEC1_INSTALLED).each(signed)(
    'of $name is good for xmlsec1',
    ({ xml, certificate, all }) => {
      expect(xmlsec1Verifies(xml, certificate)).toEqual(all)
    },
  )

  it.each(signed)('of $name is bad for both once its content is changed', async (message) => {
    const { certificate, all } = message
    const xml = message.xml.replace(/ InResponseTo="[^"]*"/g, ' InResponseTo="_request2"')
    const none = all.map(() => false)
    expect(await xmldsigjsVerifies(xml, certificate)).toEqual(none)
    if (XMLSEC1_INSTALLED) expect(xmlsec1Verifies(xml, certificate)).toEqual(none)
  })
})
