// A JSON Schema, as our OpenAPI document has it, as the text of a TypeScript type.

/** A schema, as far as the document uses JSON Schema. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly description?: string
}

/** Writes the type. Members are `readonly`, and an optional one may be given as `undefined`. */
export function describeType(schema: Schema, indent = ''): string {
  const { $ref, anyOf, oneOf, allOf } = schema
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1)
  if (schema.enum) return union(schema.enum.map((one) => JSON.stringify(one)))
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const either = anyOf ?? oneOf
  if (either) return union(either.map((one) => describeType(one, indent)))
  if (allOf) return allOf.map((one) => describeType(one, indent)).join(' & ')
  const { type } = schema
  if (Array.isArray(type))
    return union(type.map((one: string) => describeType({ ...schema, type: one }, indent)))
  switch (type) {
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'array':
      return `readonly ${inBrackets(describeType(schema.items ?? {}, indent))}[]`
    case 'object':
      return describeObject(schema, indent)
    default:
      return 'unknown'
  }
}

/** Writes the members of an object. */
function describeObject({ properties, required, ...rest }: Schema, indent: string): string {
  const inner = `${indent}  `
  const members = Object.entries(properties ?? {}).map(([name, schema]) => {
    const type = describeType(schema, inner)
    const key = /^[a-zA-Z_]\w*$/.test(name) ? name : `'${name}'`
    const member = required?.includes(name) ? `${key}: ${type}` : `${key}?: ${type} | undefined`
    return `${describe(schema, inner)}${inner}readonly ${member}\n`
  })
  const open = rest.additionalProperties
  if (members.length === 0)
    return open
      ? `Readonly<Record<string, ${describeRest(open, indent)}>>`
      : 'Record<string, never>'
  return `{\n${members.join('')}${indent}}`
}

const describeRest = (open: boolean | Schema, indent: string): string =>
  typeof open === 'boolean' ? 'unknown' : describeType(open, indent)

/** The description as a comment, if there is one. */
const describe = ({ description }: Schema, indent: string): string =>
  description === undefined
    ? ''
    : `${indent}/** ${description.replaceAll('*/', '').replace(/\s+/g, ' ')} */\n`

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ')

const inBrackets = (type: string): string => (/^\w+$/.test(type) ? type : `(${type})`)
