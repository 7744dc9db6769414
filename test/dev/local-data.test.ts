import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareDevelopment } from '../../dev/build/prepare-development.ts'
import { holdsOldData } from '../../dev/local-data.ts'
import { ADDRESS_GATE_SCHEMA } from '../../src/gate/address-gate-schema.ts'

const D1 = 'v3/d1/miniflare-D1DatabaseObject'
const MIGRATIONS = 'CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE)'
const applied = (name: string) => `INSERT INTO d1_migrations (name) VALUES ('${name}')`
const MINIFLARE = 'CREATE TABLE _cf_ALARM (scheduled_time INTEGER)'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-local-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/**
 * Makes a database as wrangler keeps it, and leaves it open as a run that was ended does: what was
 * written is in its log.
 */
function keep(place: string, name: string, statements: readonly string[]): void {
  mkdirSync(path.join(folder, place), { recursive: true })
  const database = new DatabaseSync(path.join(folder, place, `${name}.sqlite`))
  for (const sql of ['PRAGMA journal_mode = wal', ...statements]) database.exec(sql)
}

describe('local data from before the first release', () => {
  it.each([
    ['D1', D1, [MIGRATIONS, applied('0000_init.sql'), applied('0001_sso_key_encryption.sql')]],
    ['D1 with its first migration alone', D1, [MIGRATIONS, applied('0000_init.sql')]],
    [
      'a gate',
      'v3/do/edge-sso-TenantGate',
      ['CREATE TABLE gate_schema (steps INTEGER)', 'CREATE TABLE tenants (tenant_id TEXT)'],
    ],
    [
      'the deployment gate',
      'v3/do/edge-sso-DeploymentGate',
      ['CREATE TABLE gate_schema (steps INTEGER)'],
    ],
  ] as const)('is noticed in %s', (_, place, statements) => {
    keep(place, 'metadata', [MINIFLARE])
    keep(place, 'a1', statements)
    expect(holdsOldData(folder)).toBe(true)
  })
})

it('keeps `wrangler dev` from starting on local data from before the first release', async () => {
  const state = path.join('.wrangler/state', D1)
  keep(state, 'a1', [MIGRATIONS, applied('0000_init.sql')])
  mkdirSync(path.join(folder, 'migrations'))
  await expect(prepareDevelopment(folder)).rejects.toThrow('Start over: rm -r .wrangler/state')
  expect(existsSync(path.join(folder, '.wrangler/state/edge-sso-migrations'))).toBe(false)
})

describe('local data that can be used', () => {
  it('is none at all', () => {
    expect(holdsOldData(folder)).toBe(false)
    expect(holdsOldData(path.join(folder, 'none'))).toBe(false)
  })

  it('has the first migration, whatever came after it, and counts its steps', () => {
    keep(D1, 'metadata', [MINIFLARE])
    keep(D1, 'a1', [MIGRATIONS, applied('0000_schema.sql'), applied('0001_of_a_later_version.sql')])
    keep('v3/do/edge-sso-AddressGate', 'metadata', [MINIFLARE])
    keep('v3/do/edge-sso-AddressGate', 'a1', [
      ...ADDRESS_GATE_SCHEMA.flat(),
      'CREATE TABLE schema_steps (taken INTEGER NOT NULL) STRICT',
    ])
    expect(holdsOldData(folder)).toBe(false)
  })

  it('has a database that no migration has reached yet', () => {
    keep(D1, 'a1', [MIGRATIONS])
    expect(holdsOldData(folder)).toBe(false)
  })
})
