// Changes of a message in a query, where the signature covers the text of three parameters as it
// stands (SAML Bindings §3.4.4.1): parameters come twice, under another name, in another order or
// spelled otherwise.

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { decodeBase64, encodeBase64 } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'
import type { Random } from './random.ts'
import { misspell } from './signature-mutations.ts'
import { EDITS, SPELLINGS, type TextMutation } from './text-mutations.ts'

const NAMES = [
  'SAMLRequest',
  'SAMLResponse',
  'RelayState',
  'SigAlg',
  'Signature',
  'SAMLEncoding',
  'samlrequest',
  'x',
  'SAMLRequest%20',
  '',
]
const VALUES = [
  '',
  'https%3A%2F%2Fmallory.example',
  'http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1',
  'http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23hmac-sha1',
  'http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha512',
  'urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3ADEFLATE',
  'urn:nobody',
  '%',
  '%C3%28',
  'AAAA',
]
const MORE_THAN_A_MESSAGE = 300_000

/** Changes the list of parameters. */
function changePairs(
  text: string,
  random: Random,
  change: (pairs: string[], at: number) => void,
): string {
  const pairs = text.split('&')
  change(pairs, random.below(pairs.length))
  return pairs.join('&')
}

/** Changes the value of some parameter. */
const changeValue = (text: string, random: Random, change: (value: string) => string): string =>
  changePairs(text, random, (pairs, at) => {
    const [name = '', ...value] = (pairs[at] ?? '').split('=')
    pairs[at] = `${name}=${change(value.join('='))}`
  })

/** Changes what is deflated inside of the first parameter, and leaves the signature as it was. */
function changeMessage(text: string, change: (xml: string) => string): string {
  const [, name = '', value = ''] = /^(SAML\w+)=([^&]*)/.exec(text) ?? []
  const deflated = decodeBase64(unescaped(value))
  if (deflated === undefined || deflated.length === 0) return text
  try {
    const xml = change(new TextDecoder().decode(inflateRawSync(deflated)))
    const changed = encodeURIComponent(encodeBase64(deflateRawSync(encodeUtf8(xml))))
    return text.replace(`${name}=${value}`, () => `${name}=${changed}`)
  } catch {
    // An earlier change has broken the message.
    return text
  }
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}

/** Spells an octet as an escape that had no need of one. */
const escaped = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`

/** Changes of a query and of what it carries. */
export const QUERY_MUTATIONS: Readonly<Record<string, TextMutation>> = {
  doubleParameter: (text, random) =>
    changePairs(text, random, (pairs, at) =>
      pairs.splice(random.below(pairs.length + 1), 0, pairs[at] ?? ''),
    ),
  dropParameter: (text, random) => changePairs(text, random, (pairs, at) => pairs.splice(at, 1)),
  addParameter: (text, random) =>
    changePairs(text, random, (pairs, at) =>
      pairs.splice(at, 0, `${random.pick(NAMES)}=${random.pick(VALUES)}`),
    ),
  renameParameter: (text, random) =>
    changePairs(text, random, (pairs, at) => {
      pairs[at] = (pairs[at] ?? '').replace(/^[^=]*/, random.pick(NAMES))
    }),
  orderParameters: (text, random) =>
    changePairs(text, random, (pairs, at) => pairs.push(...pairs.splice(at, 1))),
  setValue: (text, random) => changeValue(text, random, () => random.pick(VALUES)),
  escapeMore: (text, random) =>
    changeValue(text, random, (value) => {
      const at = random.below(value.length + 1)
      const character = value[at]
      if (character === undefined || character === '%') return value
      return value.slice(0, at) + escaped(character) + value.slice(at + 1)
    }),
  escapeLess: (text, random) => changeValue(text, random, unescaped),
  caseOfEscapes: (text, random) =>
    changeValue(text, random, (value) =>
      value.replaceAll(/%../g, (one) => (random.oneIn(2) ? one.toLowerCase() : one.toUpperCase())),
    ),
  base64: (text, random) =>
    changeValue(text, random, (value) => encodeURIComponent(misspell(unescaped(value), random))),
  separators: (text, random) =>
    random.pick(['&', '?', '#', '']) + text + random.pick(['&', '&&', '#', '']),
  message: (text, random) =>
    changeMessage(text, (xml) =>
      random.pick(Object.values(random.oneIn(2) ? EDITS : SPELLINGS))(xml, random),
    ),
  wrap: (text, random) =>
    changeValue(
      text,
      random,
      (value) =>
        value.slice(0, 60) + random.pick(['%0A', '%0D%0A', '%20', '+', '%C2%A0']) + value.slice(60),
    ),
  barePlus: (text, random) => changeValue(text, random, (value) => value.replace(/%2B/gi, '+')),
  bomb: (text) => changeMessage(text, (xml) => xml + ' '.repeat(MORE_THAN_A_MESSAGE)),
}
