// The API writes snake_case, the code camelCase: one translation of names, in types and in values.

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name

/** A name of the code as the API writes it. */
export type Snake<Name extends string> = Name extends `${infer Letter}${infer Tail}`
  ? Letter extends Lowercase<Letter>
    ? `${Letter}${Snake<Tail>}`
    : `_${Lowercase<Letter>}${Snake<Tail>}`
  : ''

/** The same members under names of the code; what is inside them stays as it is. */
export const toCamelNames = <Members extends object>(
  members: Members,
): { [Name in keyof Members as Name extends string ? Camel<Name> : never]: Members[Name] } =>
  rename(members, (name) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()))

/** The same members under names of the API; what is inside them stays as it is. */
export const toSnakeNames = <Members extends object>(
  members: Members,
): { [Name in keyof Members as Name extends string ? Snake<Name> : never]: Members[Name] } =>
  rename(members, snakeName)

/** Writes one name of the code as the API writes it. */
export const snakeName = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function rename<To>(members: object, newName: (name: string) => string): To {
  // The mapped types above say of the names what newName does to them; values are untouched.
  return Object.fromEntries(Object.entries(members).map(([k, value]) => [newName(k), value])) as To
}
