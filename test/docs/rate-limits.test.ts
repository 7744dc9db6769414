// The limits that callers are told are those that wrangler.toml gives the platform, which tells
// them to nobody.

import { expect, it } from 'vitest'
import { readToml } from '../../dev/deploy/names.ts'
import { RATE_POLICIES } from '../../src/http/rate-limits.ts'

it('names the same quotas and windows as wrangler.toml', () => {
  const limits = readToml('production').ratelimits as readonly unknown[] as readonly Limit[]
  const bound = limits.map(({ name, simple }) => [
    name.replace('_RATE', '').toLowerCase(),
    { quota: simple.limit, seconds: simple.period },
  ])
  expect(Object.fromEntries(bound)).toEqual(RATE_POLICIES)
})

interface Limit {
  readonly name: string
  readonly simple: { readonly limit: number; readonly period: number }
}
