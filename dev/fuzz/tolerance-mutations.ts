// Changes that lie on both sides of what is tolerated: values respelled so that they mean the same
// to XML Schema or to RFC 3986, and so that they only look alike. A verifier takes the first for
// what they were, and the second never.

import { type Mutation, someNode } from './draft.ts'
import type { Attribute, Node } from './markup.ts'
import { placesIn } from './markup.ts'
import type { Random } from './random.ts'

/** White space of XML, as characters and as references, and blanks that XML does not count. */
const BLANKS = [
  ' ',
  '\n',
  '\t',
  '  \n ',
  '&#xA;',
  '&#xD;&#xA;',
  '&#x9;',
  '\u00a0',
  '\u2003',
  '\ufeff',
]

type Respell = (value: string, random: Random) => string

const pad: Respell = (value, random) => {
  const blank = random.pick(BLANKS)
  return random.pick([blank + value, value + blank, blank + value + blank])
}

const split: Respell = (value, random) => {
  const at = random.below(value.length + 1)
  return value.slice(0, at) + random.pick(BLANKS) + value.slice(at)
}

/** Two values in one, as a list. */
const list: Respell = (value, random) =>
  random.pick([`${value} urn:other`, `urn:other ${value}`, `${value}\n${value}`])

const HOST = /^(\w+:\/\/)([^/:?#]+)/
const url: Respell = (value, random) =>
  value.replace(HOST, (_, scheme: string, host: string) =>
    random.pick([
      `${scheme}${host}:443`,
      `${scheme}${host}:`,
      `${scheme}${host}:80`,
      `${scheme}${host}:8443`,
      `${scheme}${host}:0443`,
      `${scheme.toUpperCase()}${host}`,
      `${scheme}${host.toUpperCase()}`,
      `${scheme}${host}.`,
      `${scheme}user@${host}`,
      `${scheme}${host}@mallory.example`,
      `${scheme}${host}:443@mallory.example`,
      `${scheme}mallory.example\\@${host}`,
      `${scheme}${host}/x/..`,
      `${scheme}${host}//`,
      `http://${host}:443`,
    ]),
  ) + random.pick(['', '', '', '', '?', '#', '#x', '/'])

const time: Respell = (value, random) =>
  random.pick([
    value.replace(/Z$/, '+00:00'),
    value.replace(/Z$/, '-00:00'),
    value.replace(/Z$/, '+00:00Z'),
    value.replace(/Z$/, '+01:00'),
    value.replace(/Z$/, '.000Z'),
    value.replace(/Z$/, '.0000000001Z'),
    value.replace(/Z$/, ''),
    value.replace(/T.*$/, 'T24:00:00Z'),
    value.replace(/T.*$/, 'T24:00:01Z'),
    value.replace(/^/, '0'),
    value.replace(/^\d+/, '12026'),
    value.replace('T', ' '),
  ])

const attributesIn = (root: Node, fits: (value: string) => boolean): readonly Attribute[] =>
  placesIn(root).flatMap(({ node }) => node.attributes.filter(({ value }) => fits(value)))

/** Respells some attribute whose value fits, or else some text. */
const onValues =
  (respell: Respell, fits: (value: string) => boolean): Mutation =>
  (draft) => {
    const { root, random } = draft
    const attributes = attributesIn(root, fits)
    if (attributes.length > 0 && !random.oneIn(4)) {
      const attribute = random.pick(attributes)
      attribute.value = respell(attribute.value, random)
      return
    }
    const texts = placesIn(root).filter(
      ({ node: { children } }) =>
        children.length === 1 && typeof children[0] === 'string' && fits(children[0]),
    )
    if (texts.length === 0) return
    const { node } = random.pick(texts)
    node.children = [respell(String(node.children[0]), random)]
  }

const anything = (): boolean => true
const isUrl = (value: string): boolean => HOST.test(value)
const isTime = (value: string): boolean => /^\d{4}-\d\d-\d\dT/.test(value)

/** Changes of values that tolerance is about. */
export const TOLERANCE_MUTATIONS: Readonly<Record<string, Mutation>> = {
  padValue: onValues(pad, anything),
  splitValue: onValues(split, anything),
  listValue: onValues(list, isUrl),
  respellUrl: onValues(url, isUrl),
  respellTime: onValues(time, isTime),
  padEmptyElement(draft) {
    const node = someNode(draft)
    if (node.children.length === 0) node.children.push(draft.random.pick(BLANKS))
  },
}
