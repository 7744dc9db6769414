// Holds a value against a JSON Schema of the OpenAPI document: the part of draft 2020-12 that the
// document uses, and a fault for any other word, so that nothing in it goes unchecked.

type Schema = Readonly<Record<string, unknown>>

/** Words that say nothing about which values are valid. */
const NOTES = ['title', 'description', 'examples', 'default', '$schema', '$defs', 'format']

/**
 * What is wrong with a value, as lines `pointer: what`; none when it is valid. `components` holds
 * what references name.
 */
export function mistakesIn(
  value: unknown,
  schema: Schema,
  components: Readonly<Record<string, Schema>>,
  at = '',
): string[] {
  const inner = (one: unknown, part: unknown, name: string) =>
    mistakesIn(one, part as Schema, components, `${at}/${name}`)
  const failing = (wrong: boolean, what: string) => (wrong ? [`${at}: ${what}`] : [])
  const rules: Readonly<Record<string, (rule: never) => string[]>> = {
    $ref: (ref: string) => {
      const target = components[ref.replace('#/components/schemas/', '')]
      return target ? mistakesIn(value, target, components, at) : [`${at}: ${ref} names nothing`]
    },
    type: (type: string) => failing(!hasType(value, type), `is no ${type}`),
    const: (expected: unknown) => failing(value !== expected, `is not ${expected}`),
    enum: (options: unknown[]) => failing(!options.includes(value), `is none of ${options}`),
    pattern: (pattern: string) =>
      failing(
        typeof value === 'string' && !new RegExp(pattern, 'u').test(value),
        `is not as ${pattern}`,
      ),
    minLength: (min: number) =>
      failing(typeof value === 'string' && value.length < min, 'is short'),
    maxLength: (max: number) => failing(typeof value === 'string' && value.length > max, 'is long'),
    minimum: (min: number) => failing(typeof value === 'number' && value < min, 'is small'),
    maximum: (max: number) => failing(typeof value === 'number' && value > max, 'is large'),
    minItems: (min: number) => failing(Array.isArray(value) && value.length < min, 'has too few'),
    maxItems: (max: number) => failing(Array.isArray(value) && value.length > max, 'has too many'),
    items: (items: Schema) =>
      Array.isArray(value) ? value.flatMap((one, index) => inner(one, items, String(index))) : [],
    required: (names: string[]) =>
      isObject(value) ? names.flatMap((n) => failing(!(n in value), `lacks ${n}`)) : [],
    properties: (properties: Record<string, Schema>) =>
      isObject(value)
        ? Object.entries(properties).flatMap(([n, part]) =>
            n in value ? inner(value[n], part, n) : [],
          )
        : [],
    additionalProperties: (rule: boolean | Schema) => {
      const known = Object.keys((schema.properties ?? {}) as object)
      const others = isObject(value) ? Object.keys(value).filter((n) => !known.includes(n)) : []
      if (rule === false) return others.map((n) => `${at}/${n}: is not known`)
      return typeof rule === 'object' && isObject(value)
        ? others.flatMap((n) => inner(value[n], rule, n))
        : []
    },
    propertyNames: () => [],
    anyOf: (options: Schema[]) => oneFits(value, options),
    oneOf: (options: Schema[]) => oneFits(value, options),
    allOf: (options: Schema[]) => options.flatMap((o) => mistakesIn(value, o, components, at)),
  }
  function oneFits(one: unknown, options: readonly Schema[]): string[] {
    const tried = options.map((option) => mistakesIn(one, option, components, at))
    return tried.some((mistakes) => mistakes.length === 0) ? [] : tried.flat()
  }
  return Object.entries(schema).flatMap(([word, rule]) => {
    if (NOTES.includes(word)) return []
    const check = rules[word]
    if (check === undefined) throw new Error(`The schema at ${at} says ${word}`)
    return check(rule as never)
  })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function hasType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
