// The attributes of an assertion by name. An attribute counts as arrived only with a value that is not blank: IdPs send the
// attributes that a person lacks as empty elements (SAML Core §2.7.3.1.1 allows them), and indented XML makes them blank.

import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import { foldAscii } from '../../tenants/letter-case.ts'

/** The name under which a mapping names the NameID of the Subject, and under which pages show it. */
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
 * Finds the first of the names that arrived. Names are compared exactly; `NameID` is the NameID of the Subject. With
 * `anyCase`, a name that no spelling matches exactly is compared without regard to the case of ASCII letters.
 */
export function findArrived(
  said: Said,
  names: readonly string[],
  { anyCase = false }: { readonly anyCase?: boolean | undefined } = {},
): ArrivedAttribute | undefined {
  for (const name of names) {
    const found =
      name === NAME_ID && said.nameId ? nameIdOf(said.nameId.value) : arrivedAs(said, name)
    if (found) return found
  }
  if (!anyCase) return undefined
  // Every exact spelling goes first, so that a mapping by well-known names keeps the attribute that it has used so far.
  for (const name of names) {
    const found = arrivedAs(said, name, foldAscii)
    if (found) return found
  }
  return undefined
}

/** The names of the attributes in the assertion, each once: to tell an administrator what arrived, never a value. */
export const namesOf = (
  { attributes }: Pick<Said, 'attributes'>,
  most: number,
): readonly string[] => [...new Set(attributes.map(({ name }) => name))].slice(0, most)

/** The values of an attribute, which may come in several parts. */
function arrivedAs(
  { attributes }: Said,
  name: string,
  form: (name: string) => string = same,
): ArrivedAttribute | undefined {
  const wanted = form(name)
  const parts = attributes.filter((attribute) => form(attribute.name) === wanted)
  const values = parts.flatMap((part) => part.values).filter(isNotBlank)
  const [first] = parts
  return first === undefined || values.length === 0 ? undefined : { name: first.name, values }
}

const nameIdOf = (value: string): ArrivedAttribute | undefined =>
  isNotBlank(value) ? { name: NAME_ID, values: [value] } : undefined

const isNotBlank = (value: string): boolean => value.trim() !== ''

const same = (name: string): string => name
