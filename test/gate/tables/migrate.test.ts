import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { ADDRESS_GATE_SCHEMA } from '../../../src/gate/address-gate-schema.ts'
import { DEPLOYMENT_GATE_SCHEMA } from '../../../src/gate/deployment-gate-schema.ts'
import { migrate } from '../../../src/gate/tables/migrate.ts'
import type { SchemaStep } from '../../../src/gate/tables/schema-step.ts'
import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import { TENANT_GATE_SCHEMA } from '../../../src/gate/tenant-gate-schema.ts'
import { reaching } from '../../../src/outage.ts'
import { admissionOf } from '../../support/gate.ts'

const LATER: SchemaStep = ['CREATE TABLE later (a TEXT)', 'INSERT INTO later (a) VALUES (1)']

/** The gates, each with the schema that its objects have. */
const GATES = [
  ['a tenant', env.TENANT_GATE, TENANT_GATE_SCHEMA],
  ['addresses', env.ADDRESS_GATE, ADDRESS_GATE_SCHEMA],
  ['the deployment', env.DEPLOYMENT_GATE, DEPLOYMENT_GATE_SCHEMA],
] as const

/**
 * An object of this file alone. It is not asked for with `getByName`, so nobody empties it: one
 * with old data lets nobody in, not even for that.
 */
const objectOf = (namespace: DurableObjectNamespace, name: string): DurableObjectStub =>
  namespace.get(namespace.idFromName(`migrate: ${name}`))

const tablesOf = ({ sql }: DurableObjectStorage): readonly string[] =>
  sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
    )
    .toArray()
    .map(({ name }) => name)
const takenBy = ({ sql }: DurableObjectStorage) => sql.exec('SELECT * FROM schema_steps').toArray()

/** The count of steps as it was before the first release. */
const agedTo =
  (steps: number) =>
  (_: unknown, { storage: { sql } }: DurableObjectState) => {
    sql.exec('DROP TABLE schema_steps')
    sql.exec('CREATE TABLE gate_schema (steps INTEGER NOT NULL)')
    sql.exec('INSERT INTO gate_schema VALUES (?)', steps)
  }

/** What refuses a call, or undefined. */
const faultOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (fault: Error) => fault.message,
  )

describe.each(GATES)('the schema of a gate of %s', (_, namespace, schema) => {
  it('is taken whole by a new object, and only once', async () => {
    const stub = objectOf(namespace, 'new')
    const created = schema.flat().flatMap((sql) => /^CREATE TABLE (\w+)/.exec(sql)?.[1] ?? [])
    for (let life = 0; life < 2; life++) {
      await runInDurableObject(stub, (_, { storage }) => {
        expect(tablesOf(storage).toSorted()).toEqual([...created, 'schema_steps'].toSorted())
        expect(takenBy(storage)).toEqual([{ taken: schema.length }])
      })
      await evictDurableObject(stub)
    }
  })

  it.each([1, 2, 40])('is not put over data of an old step %i', async (steps) => {
    const stub = objectOf(namespace, `old ${steps}`)
    await runInDurableObject(stub, agedTo(steps))
    await runInDurableObject(stub, (_, { storage }) => {
      const before = tablesOf(storage)
      expect(() => migrate(storage, schema)).toThrow('npm run dev -- --fresh')
      expect(tablesOf(storage)).toEqual(before)
    })
    await evictDurableObject(stub)
    const fault = await faultOf(runInDurableObject(stub, () => 'alive'))
    expect(fault).toContain('data from before the first release')
  })
})

describe('a step of the schema', () => {
  const inGate = (name: string, work: (storage: DurableObjectStorage) => void) =>
    runInDurableObject(objectOf(env.TENANT_GATE, name), (_, { storage }) => work(storage))

  it('follows those that an object has taken', async () => {
    await inGate('one more', (storage) => {
      migrate(storage, [...TENANT_GATE_SCHEMA, LATER])
      migrate(storage, [...TENANT_GATE_SCHEMA, LATER])
      expect(takenBy(storage)).toEqual([{ taken: TENANT_GATE_SCHEMA.length + 1 }])
      expect(storage.sql.exec('SELECT * FROM later').toArray()).toEqual([{ a: '1' }])
    })
  })

  it('is taken whole or not at all', async () => {
    await inGate('half', (storage) => {
      const broken = [...TENANT_GATE_SCHEMA, [...LATER, 'no statement']]
      expect(() => migrate(storage, broken)).toThrow()
      expect(tablesOf(storage)).not.toContain('later')
      expect(takenBy(storage)).toEqual([{ taken: TENANT_GATE_SCHEMA.length }])
    })
  })

  it('stays when the version before takes over again', async () => {
    await inGate('ahead', (storage) => {
      migrate(storage, [...TENANT_GATE_SCHEMA, LATER])
      migrate(storage, TENANT_GATE_SCHEMA)
      expect(takenBy(storage)).toEqual([{ taken: TENANT_GATE_SCHEMA.length + 1 }])
      expect(tablesOf(storage)).toContain('later')
    })
  })
})

describe('a gate with data from before the first release', () => {
  it('admits nobody: the login is an outage, and no "no"', async () => {
    const gate = objectOf(env.TENANT_GATE, 'admitting') as DurableObjectStub<TenantGate>
    await runInDurableObject(gate, agedTo(40))
    await evictDurableObject(gate)
    await expect(
      reaching('gate', async () => await gate.admit(admissionOf())),
    ).rejects.toMatchObject({
      part: 'gate',
      cause: { message: expect.stringContaining('npm run dev -- --fresh') },
    })
  })

  it('is refused too if it lost the count of its steps', async () => {
    await runInDurableObject(objectOf(env.TENANT_GATE, 'uncounted'), (_, { storage }) => {
      storage.sql.exec('DROP TABLE schema_steps')
      expect(() => migrate(storage, TENANT_GATE_SCHEMA)).toThrow('npm run dev -- --fresh')
    })
  })
})
