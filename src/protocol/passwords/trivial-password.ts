// Whether a password is among the first that somebody would try. It is taken apart into what a
// guesser would put together: common words, words about the person, runs of the keyboard,
// repetitions, numbers that count or say a year. What is left counts by the character.

import { createHash } from 'node:crypto'
import { decodeBase64 } from '../bytes/base64.ts'
import { COMMON_WORDS } from './common-words.ts'

/** With less to guess than so many parts, a password is trivial. */
const FEWEST_PARTS = 6
/** What stands behind so many characters adds nothing that matters. */
const CONSIDERED = 64
/** No word of the list is longer. */
const MAX_WORD_LENGTH = 20

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  '!@#$%^&*()',
].flatMap((row) => [row, Array.from(row).reverse().join('')])

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
  '@': 'a',
  '!': 'i',
}

/**
 * Tells whether a password is easily guessed. `about` is what is known of the person: names, e-mail
 * address, organisation.
 */
export function isTrivial(password: string, about: readonly string[]): boolean {
  const text = password.toLowerCase().slice(0, CONSIDERED)
  const known = wordsOf(about)
  // The fewest parts that the first `end` characters can be put together from.
  const fewest = [0]
  for (let end = 1; end <= text.length; end++) {
    let best = (fewest[end - 1] ?? 0) + 1
    for (let start = 0; start < end - 2; start++) {
      const parts = (fewest[start] ?? 0) + 1
      if (parts < best && isOnePart(text.slice(start, end), known)) best = parts
    }
    fewest.push(best)
  }
  return (fewest[text.length] ?? 0) < FEWEST_PARTS
}

function isOnePart(part: string, known: ReadonlySet<string>): boolean {
  const letters = part.replace(/[013457$@!]/g, (sign) => LEET[sign] ?? sign)
  return (
    known.has(part) ||
    known.has(letters) ||
    isRepetition(part) ||
    isYear(part) ||
    ROWS.some((row) => row.includes(part)) ||
    isCommon(part) ||
    (letters !== part && isCommon(letters))
  )
}

/** One to four characters, over and over. */
const isRepetition = (part: string): boolean => /^(.{1,4}?)\1+$/u.test(part)

const isYear = (part: string): boolean => /^(19|20)\d\d$/.test(part)

const wordsOf = (about: readonly string[]): ReadonlySet<string> =>
  new Set(
    about.flatMap((text) => {
      const lower = text.toLowerCase().normalize('NFC')
      return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)].filter((word) => word.length > 2)
    }),
  )

let common: ReadonlySet<number> | undefined

/**
 * By the first four bytes of the SHA-256 of a word: the words themselves are nothing to have in a
 * program.
 */
function isCommon(word: string): boolean {
  if (word.length < 4 || word.length > MAX_WORD_LENGTH) return false
  common ??= readHashes(COMMON_WORDS)
  return common.has(createHash('sha256').update(word).digest().readUInt32BE())
}

function readHashes(text: string): ReadonlySet<number> {
  const bytes = decodeBase64(text)
  if (bytes === undefined) throw new Error('The list of common words is damaged')
  const view = new DataView(bytes.buffer)
  return new Set(Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(4 * at)))
}
