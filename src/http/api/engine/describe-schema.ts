// Says in words what a schema accepts, for messages: "a list of attribute names, or an object with
// `from`, `transforms` …".

import type * as v from 'valibot'

const MAX_NAMES = 4
const chosen = new WeakMap<object, string>()

/** Gives a schema words of its own, for messages that list alternatives. Returns the schema. */
export function inWords<Schema extends v.GenericSchema>(schema: Schema, words: string): Schema {
  chosen.set(schema, words)
  return schema
}

/** Says what a schema accepts; a union lists its alternatives. */
export function wordsOf(schema: v.GenericSchema): string {
  const alternatives = [...new Set(alternativesOf(schema).map(wordsOfOne))]
  const [last = 'something else', ...others] = alternatives.toReversed()
  return others.length === 0 ? last : `${others.toReversed().join(', ')}, or ${last}`
}

/** The schemas at a path of member names and indexes, whichever alternative leads there. */
export function schemasAt(
  schema: v.GenericSchema,
  path: readonly PropertyKey[],
): readonly v.GenericSchema[] {
  return path.reduce<readonly v.GenericSchema[]>(
    (schemas, key) => schemas.flatMap(alternativesOf).flatMap((one) => memberOf(one, key) ?? []),
    [schema],
  )
}

/** The names of the members that objects of a schema may have. */
export const memberNames = (schema: v.GenericSchema): readonly string[] =>
  alternativesOf(schema).flatMap((one) => Object.keys(entriesOf(one)))

/** Says of which kind a value is, and never which value: it may be a secret in the wrong place. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return (
    { object: 'an object', boolean: 'true or false' }[typeof value as string] ?? `a ${typeof value}`
  )
}

/** A schema without what may be absent or null around it; of a union each option. */
function alternativesOf(schema: v.GenericSchema): readonly v.GenericSchema[] {
  if (chosen.has(schema)) return [schema]
  if ('options' in schema && Array.isArray(schema.options) && schema.type !== 'picklist')
    return (schema.options as v.GenericSchema[]).flatMap(alternativesOf)
  return 'wrapped' in schema ? alternativesOf(schema.wrapped as v.GenericSchema) : [schema]
}

function wordsOfOne(schema: v.GenericSchema): string {
  const own = chosen.get(schema)
  if (own !== undefined) return own
  switch (schema.type) {
    case 'array':
      return 'item' in schema
        ? `a list of ${plural(wordsOf(schema.item as v.GenericSchema))}`
        : 'a list'
    case 'strict_object':
      return objectInWords(Object.keys(entriesOf(schema)))
    case 'record':
      return 'an object'
    case 'boolean':
      return '`true` or `false`'
    case 'string':
    case 'number':
      return `a ${schema.type}`
    default:
      // valibot writes a choice as ("a" | "b").
      return (schema.expects ?? schema.type).replaceAll(/[()]/g, '').replaceAll(' | ', ' or ')
  }
}

function objectInWords(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => `\`${name}\``)
  const more = names.length > MAX_NAMES ? ' …' : ''
  return `an object with ${shown.join(', ')}${more}`
}

const plural = (words: string): string => {
  const [, noun] = /^an? (\w+)$/.exec(words) ?? []
  return noun === undefined ? `items that are each ${words}` : `${noun}s`
}

function memberOf(schema: v.GenericSchema, key: PropertyKey): v.GenericSchema | undefined {
  const entries = entriesOf(schema)
  if (Object.hasOwn(entries, key)) return entries[String(key)]
  if (schema.type === 'array' && 'item' in schema) return schema.item as v.GenericSchema
  return schema.type === 'record' && 'value' in schema
    ? (schema.value as v.GenericSchema)
    : undefined
}

const entriesOf = (schema: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> =>
  'entries' in schema ? (schema.entries as Readonly<Record<string, v.GenericSchema>>) : {}
