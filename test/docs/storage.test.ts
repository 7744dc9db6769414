import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDefinitions } from '../../dev/schema/sentences.ts'
import { listStores, STORAGE_DOCUMENT, writeStorage } from '../../dev/schema/storage-document.ts'

describe('docs/storage.md', () => {
  const document = readFileSync(STORAGE_DOCUMENT, 'utf8')

  it('lists the tables as the schema has them (`npm run docs` writes it)', () => {
    expect(document).toBe(writeStorage(document))
  })

  it('changes with each line of its lists', () => {
    const lines = document.split('\n')
    const listed = lines.filter((line) => line.startsWith('| [`'))
    expect(listed).toHaveLength(listStores().flatMap(({ tables }) => tables).length)
    for (const line of listed) {
      const stale = document.replace(`${line}\n`, '')
      expect(writeStorage(stale)).toBe(document)
    }
  })

  it('needs a place for every list', () => {
    expect(() => writeStorage(document.replace('<!-- tables of D1', '<!-- no more of D1'))).toThrow(
      'no place',
    )
  })
})

describe.each(listStores())('each table of $name', ({ tables, defined, ofTenants }) => {
  const definitions = readDefinitions(defined)

  it.each(tables)('$name is defined once, with a sentence before it', ({ name }) => {
    const found = definitions.filter(({ table }) => table === name)
    expect(found).toHaveLength(1)
    expect(found[0]?.sentence).toMatch(/^[A-Z][^|]*[.]$/)
  })

  it('belongs to a tenant where the store holds tenants, so that its deletion finds it', () => {
    const others = tables.filter(({ primaryKey: [first] }) => first !== 'tenant_id')
    if (ofTenants) expect(others.map(({ name }) => name)).toEqual(['told_logins'])
  })
})
