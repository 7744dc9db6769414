// The attributes of an assertion by name. An attribute counts as arrived only with a value that is
// not blank: IdPs send the attributes that a person lacks as empty elements (SAML Core §2.7.3.1.1
// allows them), and indented XML makes them blank.

import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import { foldAscii } from '../../tenants/letter-case.ts'

/**
 * The name under which a mapping names the NameID of the Subject, and under which pages show it.
 */
export const NAME_ID = 'NameID'

/** An attribute with its values: none of them blank, at least one. */
export interface ArrivedAttribute {
  /** As the IdP wrote it. */
  readonly name: string
  readonly values: readonly string[]
}

/** The part of a verified login that fields are mapped from. */
export type Said = Pick<VerifiedLogin, 'attributes' | 'nameId'>

/**
 * Finds the first of the names that arrived. Names are compared exactly; `NameID` is the NameID of
 * the Subject. With `anyCase`, a name that no spelling matches exactly is compared without regard
 * to the case of ASCII letters.
 */
export function findArrived(
  said: Said,
  names: readonly string[],
  { anyCase = false }: { readonly anyCase?: boolean | undefined } = {},
): ArrivedAttribute | undefined {
  const { exact, folded } = spellingsOf(said.attributes)
  for (const name of names) {
    const found =
      name === NAME_ID && said.nameId ? nameIdOf(said.nameId.value) : arrivedAs(said, exact, name)
    if (found) return found
  }
  if (!anyCase) return undefined
  // Every exact spelling goes first, so that a mapping by well-known names keeps the attribute that
  // it has used so far.
  for (const name of foldedNames(names)) {
    const found = arrivedAs(said, folded, name)
    if (found) return found
  }
  return undefined
}

interface Spellings {
  /** The name of each attribute, in the order of the attributes. */
  readonly exact: readonly string[]
  /** The same without regard to the case of ASCII letters. */
  readonly folded: readonly string[]
}

/**
 * Of the attributes of a login, and of the well-known names: each field of a profile looks through
 * both.
 */
const spellings = new WeakMap<Said['attributes'], Spellings>()
const foldedLists = new WeakMap<readonly string[], readonly string[]>()

function spellingsOf(attributes: Said['attributes']): Spellings {
  const known = spellings.get(attributes)
  if (known) return known
  const exact = attributes.map(({ name }) => name)
  const made = { exact, folded: exact.map(foldAscii) }
  spellings.set(attributes, made)
  return made
}

function foldedNames(names: readonly string[]): readonly string[] {
  const known = foldedLists.get(names)
  if (known) return known
  const made = names.map(foldAscii)
  foldedLists.set(names, made)
  return made
}

/**
 * The names of the attributes in the assertion, each once: to tell an administrator what arrived,
 * never a value.
 */
export const namesOf = (
  { attributes }: Pick<Said, 'attributes'>,
  most: number,
): readonly string[] => [...new Set(attributes.map(({ name }) => name))].slice(0, most)

/** The values of an attribute, which may come in several parts. */
function arrivedAs(
  { attributes }: Said,
  names: readonly string[],
  wanted: string,
): ArrivedAttribute | undefined {
  if (!names.includes(wanted)) return undefined
  const parts = attributes.filter((_, at) => names[at] === wanted)
  const values = parts.flatMap((part) => part.values).filter(isNotBlank)
  const [first] = parts
  return first === undefined || values.length === 0 ? undefined : { name: first.name, values }
}

const nameIdOf = (value: string): ArrivedAttribute | undefined =>
  isNotBlank(value) ? { name: NAME_ID, values: [value] } : undefined

const isNotBlank = (value: string): boolean => value.trim() !== ''
