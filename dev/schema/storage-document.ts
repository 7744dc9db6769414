// The lists of tables in docs/storage.md, written from the schema: `npm run docs` writes them, a
// test refuses stale ones.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ADDRESS_GATE_SCHEMA } from '../../src/gate/address-gate-schema.ts'
import { DEPLOYMENT_GATE_SCHEMA } from '../../src/gate/deployment-gate-schema.ts'
import type { SchemaStep } from '../../src/gate/tables/schema-step.ts'
import { TENANT_GATE_SCHEMA } from '../../src/gate/tenant-gate-schema.ts'
import { describeSchema, type Index, type Table } from './describe.ts'
import { type Definition, readDefinitions } from './sentences.ts'

export const STORAGE_DOCUMENT = path.join(import.meta.dirname, '../../docs/storage.md')
const MIGRATIONS = path.join(import.meta.dirname, '../../migrations')
const TENANT = 'tenant_id'

/** A store, as the document names its list. */
export interface Store {
  readonly name: string
  /** Its tables begin with `tenant_id`, which then goes without saying. */
  readonly ofTenants: boolean
  readonly tables: readonly Table[]
  /** Where its tables are defined: a glob pattern. */
  readonly defined: string
}

/** The stores that have tables. */
export function listStores(): readonly Store[] {
  const gate = (name: string, steps: readonly SchemaStep[], ofTenants = false): Store => ({
    name,
    ofTenants,
    tables: describeSchema(steps.flat()).tables,
    defined: 'src/gate/**/*-{tables,schema}.ts',
  })
  const migrations = readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => readFileSync(path.join(MIGRATIONS, file), 'utf8'))
  return [
    gate("a tenant's gate", TENANT_GATE_SCHEMA, true),
    gate('a gate of addresses', ADDRESS_GATE_SCHEMA),
    gate('the deployment gate', DEPLOYMENT_GATE_SCHEMA),
    {
      name: 'D1',
      ofTenants: false,
      tables: describeSchema(migrations).tables,
      defined: 'src/storage/d1/schema/*.ts',
    },
  ]
}

/** The document with every list as the schema has it. Throws if a list has no place in it. */
export function writeStorage(document: string): string {
  return listStores().reduce((text, store) => {
    const begin = `<!-- tables of ${store.name}: written by \`npm run docs\` -->\n`
    const end = '<!-- end of the list -->\n'
    const from = text.indexOf(begin)
    const to = text.indexOf(end, from)
    if (from === -1 || to === -1) throw new Error(`docs/storage.md has no place for ${begin}`)
    return text.slice(0, from) + begin + writeList(store) + text.slice(to)
  }, document)
}

function writeList({ tables, defined, ofTenants }: Store): string {
  const definitions = readDefinitions(defined)
  const key = ofTenants ? `key after \`${TENANT}\`` : 'key'
  const rows = tables.map((table) =>
    writeRow(table, definitionOf(table, definitions), ofTenants ? [TENANT] : []),
  )
  return `\n| table | ${key} | further indexes | holds |\n|---|---|---|---|\n${rows.join('')}\n`
}

function definitionOf({ name }: Table, definitions: readonly Definition[]): Definition {
  const [definition, ...others] = definitions.filter(({ table }) => table === name)
  if (definition === undefined) throw new Error(`No comment stands before the table ${name}.`)
  if (others.length > 0) throw new Error(`The table ${name} is defined more than once.`)
  return definition
}

function writeRow(
  { name, primaryKey, indexes }: Table,
  { file, sentence }: Definition,
  implied: readonly string[],
): string {
  const key = primaryKey.filter((column) => !implied.includes(column)).map(code)
  return `| [${code(name)}](../${file}) | ${key.join(', ')} | ${indexes.map(writeIndex).join('<br>')} | ${sentence} |\n`
}

const writeIndex = ({ unique, columns, where }: Index): string =>
  code(`${unique ? 'unique ' : ''}(${columns.join(', ')})${where ? ` where ${where}` : ''}`)

const code = (text: string): string => `\`${text}\``

if (process.argv[1] === import.meta.filename)
  writeFileSync(STORAGE_DOCUMENT, writeStorage(readFileSync(STORAGE_DOCUMENT, 'utf8')))
