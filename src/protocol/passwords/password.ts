// A password as it is compared: one Unicode form, so that two keyboards of the same person agree
// (RFC 8265 §4.2, OpaqueString), and bounded before anything costly is done with it.

import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { PasswordRefusalCode } from './password-refusals.ts'

declare const prepared: unique symbol
/** What was typed, in the form in which passwords are hashed. Only `preparePassword` makes one. */
export type Password = string & { readonly [prepared]: true }

/** Of a new password, in characters. */
export const MIN_PASSWORD_LENGTH = 12
/** Of any password, in characters. */
const MAX_PASSWORD_LENGTH = 256

const CONTROL = /\p{Cc}/u
/** Every space but the plain one (RFC 8265 §4.2.2). */
const OTHER_SPACE = /[^\P{Zs} ]/gu

/**
 * Prepares what was typed. Refuses a text that is too long, or none that a password may be; a short
 * one is left to the choice of new ones.
 */
export function preparePassword(typed: string): Result<Password, Refusal<PasswordRefusalCode>> {
  // A character takes two units at most, and normalising makes no more than three characters of
  // one: first the raw bound.
  if (typed.length > 2 * MAX_PASSWORD_LENGTH) return refuse({ code: 'password_too_long' })
  if (!typed.isWellFormed() || CONTROL.test(typed)) return refuse({ code: 'password_malformed' })
  const text = typed.replace(OTHER_SPACE, ' ').normalize('NFC')
  if (lengthOf(text) > MAX_PASSWORD_LENGTH) return refuse({ code: 'password_too_long' })
  // The maker of the brand.
  return ok(text as Password)
}

/** How long a password is, in characters. */
export const lengthOf = (text: string): number => Array.from(text).length
