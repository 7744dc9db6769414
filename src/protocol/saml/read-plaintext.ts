// What an encrypted element decrypts to, read in its place (XML Encryption §4.4) by the one reader
// of login messages (R1, R33).

import { encodeUtf8 } from '../bytes/utf8.ts'
import { endOfDeclaration } from '../xml/declaration.ts'
import { parseXml } from '../xml/parse.ts'
import type { XmlElement } from '../xml/tree.ts'
import { escapeAttribute } from '../xml/write.ts'

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const
/** More than a declaration has that we accept. */
const MAX_DECLARATION_LENGTH = 256

/**
 * Reads a plaintext in the place of `encrypted`. Returns an element that holds nothing but what the
 * plaintext says; undefined if that is no XML.
 */
export function readPlaintext(bytes: Uint8Array, encrypted: XmlElement): XmlElement | undefined {
  const parsed = parseXml(inPlace(withoutProlog(bytes), encrypted))
  return parsed.ok ? parsed.value : undefined
}

/**
 * Leaves out one byte order mark and one declaration at the very beginning. An external parsed
 * entity may have both (XML 1.0 §4.3.1, §4.3.3), and serialisers write them without being asked.
 * What the declaration may say is the reader's rule.
 */
function withoutProlog(bytes: Uint8Array): Uint8Array {
  const start = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? BYTE_ORDER_MARK.length : 0
  const head = bytes.subarray(start, start + MAX_DECLARATION_LENGTH)
  const end = endOfDeclaration(String.fromCharCode(...head)) ?? 0
  return bytes.subarray(start + end)
}

/**
 * XML Encryption §4.4: an element is decrypted into its place, where its prefixes may have been
 * declared. Whatever these bytes are, they cannot leave the element around them: then it would not
 * be the only root.
 */
function inPlace(bytes: Uint8Array, encrypted: XmlElement): Uint8Array {
  const declared = new Map<string, string>()
  for (let at: XmlElement | undefined = encrypted; at; at = at.parent)
    for (const { prefix, namespace } of at.declarations)
      if (!declared.has(prefix)) declared.set(prefix, namespace)
  const written = [...declared].map(
    ([prefix, namespace]) =>
      ` xmlns${prefix === '' ? '' : ':'}${prefix}="${escapeAttribute(namespace)}"`,
  )
  const [start, end] = [encodeUtf8(`<in-place${written.join('')}>`), encodeUtf8('</in-place>')]
  const placed = new Uint8Array(start.length + bytes.length + end.length)
  placed.set(start)
  placed.set(bytes, start.length)
  placed.set(end, start.length + bytes.length)
  return placed
}
