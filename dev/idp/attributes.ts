// What the demo IdP says of a person, and what somebody typed to have it say something else.

import type { Person } from './people.ts'

/** Name -> values, in the order in which they are sent. */
export type Attributes = Readonly<Record<string, readonly string[]>>

/** Everything that one of its people carries. */
export function attributesOf({ note: _note, ...sent }: Person): Attributes {
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, [value].flat().map(String)]),
  )
}

/**
 * Reads lines of `name=value`: a name that comes again has one value more, and one without a value
 * is not sent at all.
 */
export function readAttributes(text: string): Attributes {
  const read: Record<string, string[]> = {}
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined) continue
    read[name] ??= []
    if (value) read[name].push(value)
  }
  return read
}

/** Writes what `readAttributes` reads. */
export const writeAttributes = (attributes: Attributes): string =>
  Object.entries(attributes)
    .flatMap(([name, values]) => (values.length > 0 ? values : ['']).map((v) => `${name}=${v}`))
    .join('\n')
