// Upper and lower case of identifiers. The mappings of Unicode make ASCII letters of two other
// characters, and with them one identifier of two that an IdP keeps apart: the Kelvin sign (U+212A)
// becomes `k`. They stay as they are here.

/**
 * Characters that lower case turns into ASCII: the Kelvin sign, and the capital I with a dot (into
 * `i` and the dot).
 */
const KEEPS_CASE = /([\u0130\u212A])/

const ASCII_ONLY = /^[\0-\x7F]*$/
const HAS_ASCII = /[\0-\x7F]/

/** Tells whether a text holds ASCII characters alone. */
export const isAscii = (text: string): boolean => ASCII_ONLY.test(text)

/** Folds the ASCII letters of a text to lower case, and nothing else. */
export const foldAscii = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Writes a text in lower case; a character that would become an ASCII letter stays as it is. */
export const lowerCase = (text: string): string =>
  mapOutside(KEEPS_CASE, text, (part) => part.toLowerCase())

/**
 * Tells whether two identifiers are different, and the same in all but the case of their letters.
 */
export const differInCaseAlone = (one: string, other: string): boolean =>
  one !== other && lowerCase(one) === lowerCase(other)

/**
 * Lists spellings of an identifier for a look-up that disregards the case of ASCII letters: as it
 * is, and with its other letters all in lower and all in upper case. A mixture of cases among
 * non-ASCII letters is not searched for.
 */
export const spellingsOf = (text: string): readonly string[] =>
  ASCII_ONLY.test(text) ? [text] : [...new Set([text, lowerCase(text), upperCase(text)])]

/** As `lowerCase`, in upper case: a character keeps its case if it would become an ASCII letter. */
const upperCase = (text: string): string =>
  [...text].map((letter) => keepsOutOfAscii(letter, letter.toUpperCase())).join('')

const keepsOutOfAscii = (from: string, to: string): string =>
  HAS_ASCII.test(to) && !ASCII_ONLY.test(from) ? from : to

/**
 * Maps a text around the characters that stay as they are. The pattern holds one group, so `split`
 * keeps them.
 */
export const mapOutside = (kept: RegExp, text: string, map: (part: string) => string): string =>
  text
    .split(kept)
    .map((part, at) => (at % 2 === 0 ? map(part) : part))
    .join('')
