// src/console/api/schema.d.ts: the types of the API for the console, from the document that the API
// serves. `npm run types` writes the file; `npm run check` refuses a stale one.

import path from 'node:path'
import { describeApi } from '../../src/http/api/openapi.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { ROOT } from '../worker.ts'
import { describeType, type Schema } from './describe-type.ts'

/** Where the types are kept. */
export const API_TYPES = path.join(ROOT, 'src/console/api/schema.d.ts')

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}

interface Described {
  readonly summary: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: Content & { readonly required: boolean }
  readonly responses: Readonly<Record<string, Content>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const HEAD = `// Types of the API, from its OpenAPI document. Written by \`npm run types\`; do not edit.

`

/** Writes the file's text. */
export function writeApiTypes(): string {
  const document = describeApi('https://sso.example.com', OPERATIONS) as unknown as Document
  const schemas = Object.entries(document.components.schemas).toSorted(byName)
  const types = schemas.map(([name, schema]) => `export type ${name} = ${describeType(schema)}\n\n`)
  const operations = Object.entries(document.paths)
    .toSorted(byName)
    .flatMap(([at, methods]) =>
      Object.entries(methods).map(([method, described]) =>
        describeOperation(`${method.toUpperCase()} ${at}`, described),
      ),
    )
  return `${HEAD}${types.join('')}export interface Operations {\n${operations.join('')}}\n`
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1

function describeOperation(key: string, described: Described): string {
  const { requestBody, responses } = described
  const answer = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const created = responses['201'] ?? answer
  const answered = schemaOf(created)
  return `  /** ${described.summary} */
  readonly '${key}': {
    readonly path: ${parametersIn(described, 'path')}
    readonly query: ${parametersIn(described, 'query')}
    readonly body: ${describeBody(requestBody)}
    readonly answer: ${answered ? describeType(answered, '    ') : 'undefined'}
  }
`
}

const schemaOf = (content: Content | undefined): Schema | undefined =>
  Object.values(content?.content ?? {})[0]?.schema

function describeBody(requestBody: Described['requestBody']): string {
  const schema = schemaOf(requestBody)
  if (!requestBody || !schema) return 'undefined'
  return `${describeType(schema, '    ')}${requestBody.required ? '' : ' | undefined'}`
}

function parametersIn({ parameters }: Described, place: string): string {
  const inPlace = parameters.filter((parameter) => parameter.in === place)
  const properties = Object.fromEntries(inPlace.map(({ name, schema }) => [name, schema]))
  const required = inPlace.filter((parameter) => parameter.required).map(({ name }) => name)
  return describeType({ type: 'object', properties, required }, '    ')
}
