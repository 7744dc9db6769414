import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/storage/d1/database.ts'
import { listUsers } from '../../../src/storage/d1/users.ts'
import type { Page } from '../../../src/tenants/page.ts'
import type { UserFilter } from '../../../src/tenants/people.ts'
import { plansOf } from '../../support/query-plans.ts'

/** How D1 goes about the query that a search makes. */
const planOf = (filter: UserFilter, page: Page): Promise<string> =>
  plansOf((d1) => listUsers(openDatabase(d1), 'ten_1', { filter, page }))

describe('a search for users', () => {
  it.each([
    [{}, 'users_by_creation (tenant_id=?)'],
    [{ status: 'inactive' }, 'users_by_status (tenant_id=? AND status=?)'],
    [{ userId: '4711' }, 'users_by_user_id (tenant_id=? AND user_id=?)'],
    [{ externalId: 'hr-1' }, 'users_by_external_id (tenant_id=? AND external_id=?)'],
    [{ emailPrefix: 'Ada' }, 'users_by_email_key (tenant_id=? AND email_key>? AND email_key<?)'],
  ] satisfies [UserFilter, string][])('of %j is by an index of its own', async (filter, index) => {
    const plan = await planOf(filter, { limit: 50 })
    expect(plan).toContain(`SEARCH users USING INDEX ${index}`)
    expect(plan).not.toContain('SCAN')
    const after = 'emailPrefix' in filter ? 'ada@example.com' : '5~usr_1'
    const [name] = index.split(' ')
    expect(await planOf(filter, { limit: 50, after })).toContain(`USING INDEX ${name} `)
  })
})

describe('a cursor', () => {
  it('that was edited lists nobody below the prefix, and asks nothing', async () => {
    const edited = { limit: 50, after: 'aaron@example.com' }
    expect(await planOf({ emailPrefix: 'ada@' }, edited)).toBe('')
    const db = openDatabase(env.DB)
    await env.DB.prepare(
      `INSERT INTO users (tenant_id, id, email_key, status, roles, groups, created_at, updated_at)
       VALUES ('ten_1', 'usr_1', 'abel@example.com', 'active', '[]', '[]', 1, 1)`,
    ).run()
    const search = (after: string) =>
      listUsers(db, 'ten_1', { filter: { emailPrefix: 'ada@' }, page: { limit: 50, after } })
    for (const after of ['aaron@example.com', '', 'ADA@', 'zoe@example.com'])
      expect(await search(after)).toEqual({ items: [] })
    const whole = { filter: { emailPrefix: 'ab' }, page: { limit: 50, after: 'ab' } }
    expect((await listUsers(db, 'ten_1', whole)).items).toHaveLength(1)
  })
})
