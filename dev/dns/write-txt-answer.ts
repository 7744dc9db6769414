// A resolver's answer to a query for TXT records (RFC 1035 §4.1), for resolvers of development and
// of tests.

const HEADER_LENGTH = 12
/** Behind the name of the question: type and class. */
const QUESTION_TAIL_LENGTH = 4
/** To the name of the question, which stands behind the header. */
const POINTER = [0xc0, HEADER_LENGTH]
const STRING_LENGTH = 255

/**
 * Answers a query with these texts; with none of them the name exists all the same. `rcode` as in
 * RFC 1035 §4.1.1.
 */
export function writeTxtAnswer(
  query: Uint8Array,
  texts: readonly string[],
  rcode = 0,
): Uint8Array<ArrayBuffer> {
  const question = query.subarray(HEADER_LENGTH, endOfName(query) + QUESTION_TAIL_LENGTH)
  return Uint8Array.from([
    ...[...query.subarray(0, 2), 0x81, 0x80 | rcode, 0, 1, 0, texts.length, 0, 0, 0, 0],
    ...question,
    ...texts.flatMap((text) => writeTxtRecord(POINTER, text)),
  ])
}

/** A TXT record of a name as it stands on the wire. */
export function writeTxtRecord(name: readonly number[], text: string): readonly number[] {
  const bytes = [...new TextEncoder().encode(text)]
  const strings: number[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += STRING_LENGTH) {
    const part = bytes.slice(at, at + STRING_LENGTH)
    strings.push(part.length, ...part)
  }
  return [...name, 0, 16, 0, 1, 0, 0, 0, 60, strings.length >> 8, strings.length & 255, ...strings]
}

/** The name that a query asks for. */
export function nameInQuery(query: Uint8Array): string {
  const labels: string[] = []
  for (let at = HEADER_LENGTH; query[at]; at += 1 + (query[at] ?? 0))
    labels.push(new TextDecoder().decode(query.subarray(at + 1, at + 1 + (query[at] ?? 0))))
  return labels.join('.')
}

function endOfName(query: Uint8Array): number {
  let at = HEADER_LENGTH
  while (query[at]) at += 1 + (query[at] ?? 0)
  return at + 1
}
