// The largest metadata that is taken, in its two extremes: many entities, and one entity with many
// certificates. `npm run bench` measures it with the rest.

import { readIdpMetadata } from '../src/protocol/saml/idp-metadata/read-idp-metadata.ts'
import { TEST_KEYS } from '../test/support/test-keys.ts'
import { cpuClock } from './verify/measure.ts'
import { median } from './verify/take-turns.ts'

/** What is taken, in characters. */
const LIMIT = 2 * 1024 * 1024
const ROUNDS = 7
const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const GROUP = `<md:EntitiesDescriptor xmlns:md="${METADATA}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">`

export interface MetadataResult {
  readonly shape: string
  readonly kib: number
  readonly milliseconds: number
}

const CERTIFICATE = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${TEST_KEYS.idp.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
const KEY = `<md:KeyDescriptor use="signing">${CERTIFICATE}</md:KeyDescriptor>`

const entity = (n: number, keys: string): string =>
  `<md:EntityDescriptor entityID="https://idp.example/${n}"><md:IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}">${keys}` +
  `<md:SingleSignOnService Binding="${POST}" Location="https://idp.example/${n}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>`

const SHAPES: Readonly<Record<string, () => string>> = {
  'many entities': () => fill(GROUP, (n) => entity(n, KEY), '</md:EntitiesDescriptor>'),
  'one entity, many certificates': () => {
    const [start = '', end = ''] = entity(0, '*').split('*')
    return fill(GROUP + start, () => KEY, `${end}</md:EntitiesDescriptor>`)
  },
}

/** Measures the reading of each, in CPU time of this process. */
export async function measureMetadata(rounds = ROUNDS): Promise<readonly MetadataResult[]> {
  const results: MetadataResult[] = []
  for (const [shape, write] of Object.entries(SHAPES)) {
    const text = write()
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const start = cpuClock()
      const read = await readIdpMetadata(text)
      times.push(cpuClock() - start)
      if (!read.ok) throw new Error(`${shape}: ${read.refusal.code}`)
    }
    results.push({ shape, kib: text.length / 1024, milliseconds: median(times) })
  }
  return results
}

/** As many pieces as there is room for. */
function fill(start: string, piece: (n: number) => string, end: string): string {
  const pieces: string[] = []
  let room = LIMIT - start.length - end.length
  for (let next = piece(0); next.length <= room; next = piece(pieces.length)) {
    pieces.push(next)
    room -= next.length
  }
  return start + pieces.join('') + end
}

/** The times as lines for people. */
export const describeMetadata = (results: readonly MetadataResult[]): string =>
  results
    .map(
      ({ shape, kib, milliseconds }) =>
        `Metadata of ${kib.toFixed(0)} KiB, ${shape}: ${milliseconds.toFixed(0)} ms of CPU time`,
    )
    .join('\n')

if (process.argv[1] === import.meta.filename) console.log(describeMetadata(await measureMetadata()))
