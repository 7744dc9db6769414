import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApiKeys } from '../../../src/storage/d1/api-keys.ts'
import { createConfigurationReads } from '../../../src/storage/d1/configuration-reads.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { ApiKey } from '../../../src/tenants/api-key.ts'
import { newId } from '../../../src/tenants/ids.ts'
import type { Listed, Page } from '../../../src/tenants/page.ts'
import { accept, createTenant, reads } from '../../gate/commands/commands.ts'
import { changeRecord } from '../../support/change-record.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import { plansOf } from '../../support/query-plans.ts'

/** Every item of a list, page by page. */
async function readAll<T>(list: (page: Page) => Promise<Listed<T>>, limit: number) {
  const pages: T[][] = []
  let page: Page | undefined = { limit }
  while (page) {
    const { items, next }: Listed<T> = await list(page)
    pages.push([...items])
    page = next === undefined ? undefined : { limit, after: next }
  }
  return pages
}

describe('lists', () => {
  it('come in pages, in order of creation, nothing twice and nothing left out', async () => {
    // Three of them in the same millisecond.
    const created = [10, 20, 20, 20, 30]
    const tenants = []
    for (const createdAt of created) tenants.push(await createTenant({ createdAt }))
    const pages = await readAll((page) => reads.listTenants(page), 2)
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    const all = pages.flat()
    expect(all.map(({ createdAt }) => createdAt)).toEqual(created)
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(tenants.map(({ id }) => id)))
  })

  it('go on in the right place when the item that a page ended with is gone', async () => {
    const doomed = await createTenant({ createdAt: 40, name: 'Doomed' })
    const last = await createTenant({ createdAt: 50 })
    const before = await reads.listTenants({ limit: 6 })
    expect(before.items.at(-1)).toEqual(doomed)
    await accept(doomed, { kind: 'delete_tenant', tenantId: doomed.id, confirm: 'Doomed' })
    const after = await reads.listTenants({ limit: 6, after: before.next ?? '' })
    expect(after).toEqual({ items: [last] })
  })

  it('of tenants by name go by an index', async () => {
    const plan = await plansOf((d1) =>
      createConfigurationReads(d1).listTenants({ limit: 2 }, { name: 'Example' }),
    )
    expect(plan).toBe('SEARCH tenants USING INDEX tenants_by_name (name=?)')
  })

  it.each(['', 'x', '1', '1~', "1~' OR 1=1", '99999999999999999999~a'])(
    'continue nowhere after %j, which no page ever gave',
    async (after) => {
      expect(await reads.listTenants({ limit: 10, after })).toEqual({ items: [] })
      const versions = await reads.listVersions('ten_0', 'con_0', { limit: 10, after })
      expect(versions).toEqual({ items: [] })
    },
  )
})

describe('API keys', () => {
  const keys = createApiKeys({ d1: env.DB, keyring: testKeyRing(), clock: Date.now })
  const key: ApiKey = {
    id: newId('key', strongRandom),
    name: 'ci',
    scopes: ['read'],
    createdAt: 1,
  }

  it('are found by the hash of their secret, which never comes back out', async () => {
    await keys.create({ ...key, secretHash: 'a'.repeat(64) }, changeRecord())
    expect(await keys.findBySecretHash('a'.repeat(64))).toEqual(key)
    expect(await keys.findBySecretHash('b'.repeat(64))).toBeUndefined()
    expect(await keys.list({ limit: 10 })).toEqual({ items: [key] })
  })

  it('are gone once deleted', async () => {
    await keys.delete(key.id, changeRecord())
    expect(await keys.findBySecretHash('a'.repeat(64))).toBeUndefined()
  })
})
