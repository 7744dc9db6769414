// How e-mail addresses are compared (R47). RFC 5321 §2.4 lets a local part tell `A` from `a`, and
// no mail system in use does: ASCII letters are folded. Nothing else is: a mapping of Unicode that
// makes an ASCII letter of another character would make one address of two that servers and IdPs
// keep apart (U+212A, the Kelvin sign, becomes `k`).

import { domainOfEmail, isReadAsAscii } from './email-domain.ts'
import { foldAscii, isAscii, lowerCase, mapOutside } from './letter-case.ts'

/**
 * Characters that normal form C (UAX #15) turns into ASCII: the Greek question mark, varia, and the
 * Kelvin sign.
 */
const BECOMES_ASCII = /([\u037E\u1FEF\u212A])/
const HAS_ASCII = /[\0-\x7F]/

/**
 * The form in which e-mail addresses are equal: ASCII letters folded, other letters in one normal
 * form (R47).
 */
export const foldEmail = (email: string): string => foldAscii(normalForm(email))

/**
 * The key under which an address is stored, unique in a tenant: every letter in lower case. It is
 * coarser than `foldEmail`, so that two addresses that differ in the case of a non-ASCII letter are
 * noticed; `foldEmail` decides whether they are equal.
 */
export const emailKey = (email: string): string => lowerCase(normalForm(email))

/**
 * Tells whether two addresses are one: equal when folded, their domains as the DNS compares them
 * (RFC 5890 §2.3.2.4), which has no upper case.
 */
export function isSameAddress(one: string, other: string): boolean {
  const [a, b] = [foldEmail(one), foldEmail(other)]
  if (a === b) return true
  const domain = domainOfEmail(one)
  return domain !== undefined && domain === domainOfEmail(other) && localOf(a) === localOf(b)
}

const localOf = (email: string): string => email.slice(0, email.lastIndexOf('@'))

/**
 * Tells whether the local part has a letter or sign that a normal form or a mapping of case turns
 * into ASCII, or the domain one that the DNS reads as ASCII. Other systems would take the address
 * for another one, so nobody is known by it.
 */
export function isAmbiguousEmail(email: string): boolean {
  if (isAscii(email)) return false
  const local = localOf(email)
  return (
    foreignTo(local.normalize('NFC') + local).some((one) => mappingsOf(one).some(hasAscii)) ||
    foreignTo(email.slice(local.length + 1)).some(isReadAsAscii)
  )
}

const foreignTo = (text: string): readonly string[] =>
  [...text].filter((character) => !isAscii(character))

/**
 * A mapping may follow another: the capital sharp s becomes the small one, and that becomes `SS`.
 */
const mappingsOf = (character: string): readonly string[] =>
  [
    character,
    character.toLowerCase(),
    character.toUpperCase(),
    character.toLowerCase().toUpperCase(),
  ].flatMap((form) => [form, form.normalize('NFC'), form.normalize('NFKC')])

const hasAscii = (text: string): boolean => HAS_ASCII.test(text)

const normalForm = (text: string): string =>
  isAscii(text) ? text : mapOutside(BECOMES_ASCII, text, (part) => part.normalize('NFC'))
