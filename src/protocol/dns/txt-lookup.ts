// The little of DNS (RFC 1035) that asking for TXT records takes, in the wire format of DNS over
// HTTPS (RFC 8484 §6), which every resolver speaks. A reader of all of DNS is many times this, and
// this one proves who owns what: it is strict, and believes only records of the very name that was
// asked for. Another name that an alias leads to proves nothing.

const HEADER_LENGTH = 12
const TYPE_TXT = 16
const CLASS_IN = 1
/** Type, class, TTL and length of a record, behind its name. */
const RECORD_HEAD_LENGTH = 10
const NO_ERROR = 0
const NAME_ERROR = 3
const MAX_NAME_LENGTH = 253
const MAX_LABEL_LENGTH = 63
/** What a length begins at that is no length but a pointer. */
const POINTER = 0xc0
/** A name has at most 127 labels; as many pointers are more than any server writes. */
const MAX_STEPS = 256

/**
 * A query for the TXT records of a name (A-labels in lower case). Its id is 0, as RFC 8484 §4.1 has
 * it.
 */
export function writeTxtQuery(name: string): Uint8Array<ArrayBuffer> {
  const labels = name.split('.').map((label) => [label.length, ...ascii(label)])
  // Recursion desired; one question.
  return Uint8Array.from([
    ...[0, 0, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    ...labels.flat(),
    ...[0, 0, TYPE_TXT, 0, CLASS_IN],
  ])
}

/**
 * The texts of the TXT records that an answer has of the name; none where the name does not exist.
 * Undefined when the answer says nothing of that: a failure, cut off, malformed, or to another
 * question.
 */
export function readTxtAnswer(bytes: Uint8Array, name: string): readonly string[] | undefined {
  if (bytes.length < HEADER_LENGTH) return undefined
  const flags = uint16(bytes, 2)
  // A response, to a standard query, not cut off.
  if ((flags & 0xfa00) !== 0x8000) return undefined
  const exists = (flags & 0x000f) === NO_ERROR
  if (!exists && (flags & 0x000f) !== NAME_ERROR) return undefined
  const question = readName(bytes, HEADER_LENGTH)
  const asked =
    uint16(bytes, 4) === 1 &&
    question?.name === name &&
    uint16(bytes, question.end) === TYPE_TXT &&
    uint16(bytes, question.end + 2) === CLASS_IN
  if (!asked) return undefined
  const texts = readTexts(bytes, { name, at: question.end + 4, count: uint16(bytes, 6) })
  return exists ? texts : texts && []
}

function readTexts(
  bytes: Uint8Array,
  {
    name,
    at: start,
    count,
  }: { readonly name: string; readonly at: number; readonly count: number },
): readonly string[] | undefined {
  const texts: string[] = []
  for (let at = start, left = count; left > 0; left--) {
    const owner = readName(bytes, at)
    if (owner === undefined) return undefined
    const contents = owner.end + RECORD_HEAD_LENGTH
    at = contents + uint16(bytes, owner.end + 8)
    if (contents > bytes.length || at > bytes.length) return undefined
    const isTxt = uint16(bytes, owner.end) === TYPE_TXT && uint16(bytes, owner.end + 2) === CLASS_IN
    if (!isTxt || owner.name !== name) continue
    const text = readStrings(bytes.subarray(contents, at))
    if (text === undefined) return undefined
    texts.push(text)
  }
  return texts
}

/**
 * The character-strings of a TXT record (RFC 1035 §3.3.14), one after the other: only together are
 * they a text.
 */
function readStrings(contents: Uint8Array): string | undefined {
  let text = ''
  for (let at = 0; at < contents.length; ) {
    const end = at + 1 + (contents[at] ?? 0)
    if (end > contents.length) return undefined
    text += String.fromCharCode(...contents.subarray(at + 1, end))
    at = end
  }
  return text
}

/**
 * A name in lower case, and where it ends. A pointer (RFC 1035 §4.1.4) leads back, so that it comes
 * to an end.
 */
function readName(
  bytes: Uint8Array,
  start: number,
): { readonly name: string; readonly end: number } | undefined {
  const labels: string[] = []
  let end: number | undefined
  let at = start
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const length = bytes[at] ?? MAX_LABEL_LENGTH + 1
    if (length === 0) {
      const name = labels.join('.')
      return name.length <= MAX_NAME_LENGTH ? { name, end: end ?? at + 1 } : undefined
    }
    const next = length >= POINTER ? uint16(bytes, at) & 0x3fff : at + 1 + length
    if (length >= POINTER) {
      if (next >= at) return undefined
      end ??= at + 2
    } else {
      if (length > MAX_LABEL_LENGTH || next > bytes.length) return undefined
      const label = String.fromCharCode(...bytes.subarray(at + 1, next))
      // A dot inside a label would make two names of one text.
      if (label.includes('.')) return undefined
      labels.push(label.toLowerCase())
    }
    at = next
  }
  return undefined
}

/** Zero beyond the end, which whoever reads on finds out. */
const uint16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0))
