// An optional member is absent, never undefined (`exactOptionalPropertyTypes`). This puts values
// with such members together.

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The members that have a value. Spread it: `{ id, ...defined({ name }) }`. */
export function defined<T extends object>(members: T): Defined<T> {
  const kept: Defined<T> = {}
  for (const name in members) {
    const value = members[name]
    if (value !== undefined) kept[name] = value as Exclude<T[typeof name], undefined>
  }
  return kept
}
