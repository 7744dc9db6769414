import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { RATE_POLICIES } from '../../src/http/rate-limits.ts'

it('the platform is told the same limits as callers are', () => {
  const written = readFileSync(path.resolve(import.meta.dirname, '../../wrangler.toml'), 'utf8')
  for (const [name, { quota, seconds }] of Object.entries(RATE_POLICIES))
    expect(written).toMatch(
      new RegExp(
        `name = "${name.toUpperCase()}_RATE"\\nnamespace_id = "\\d+"\\nsimple = \\{ limit = ${quota}, period = ${seconds} \\}`,
      ),
    )
})
