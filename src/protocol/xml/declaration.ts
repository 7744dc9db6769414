// The XML declaration (XML 1.0 §2.8). It may only say what is true of every message that is read
// here: version 1.0, and UTF-8 or its subset US-ASCII (R2). The bytes are decoded as UTF-8 whatever
// it says, so no two readers see two texts.

/**
 * Names of encodings have no case (XML 1.0 §4.3.3). lxml writes `ASCII`, Python `us-ascii`, Oracle
 * `UTF8`, which are labels of the same two encodings (WHATWG Encoding §4.2). UTF-16 is none: .NET
 * declares it over UTF-8 by mistake, and it stays refused.
 */
const ENCODING = '[Uu][Tt][Ff]-?8|(?:[Uu][Ss]-)?[Aa][Ss][Cc][Ii][Ii]'
const DECLARATION = new RegExp(
  String.raw`^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1` +
    String.raw`(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])(?:${ENCODING})\2)?` +
    String.raw`(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\3)?[ \t\r\n]*\?>`,
)
const START = /^<\?xml[ \t\r\n?]/
const START_LENGTH = 6
const MAX_SHOWN_LENGTH = 80

/** Where the declaration of a text ends; 0 if it has none, undefined if it says anything else. */
export function endOfDeclaration(text: string): number | undefined {
  if (!START.test(text.slice(0, START_LENGTH))) return 0
  return DECLARATION.exec(text)?.[0].length
}

/** What a declaration says, as a fact. */
export function declaredIn(text: string): string {
  const [declaration = ''] = text.slice(0, MAX_SHOWN_LENGTH).split('?>', 1)
  return `${declaration}?>`
}
