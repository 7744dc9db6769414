// The platform keeps no line per request: it would name whole addresses, and one-time links stand
// in some (I13, I7).

import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'

const CONFIGURATION = path.resolve(import.meta.dirname, '../../wrangler.toml')
const ENVIRONMENTS = Object.keys(
  unstable_readConfig({ config: CONFIGURATION }).definedEnvironments ?? {},
)

describe('wrangler.toml', () => {
  it.each([undefined, ...ENVIRONMENTS])('logs no addresses in %s', (env) => {
    const { observability } = unstable_readConfig({ config: CONFIGURATION, env })
    expect(observability?.logs?.invocation_logs).toBe(false)
    expect(observability).toMatchObject({ redact_query_string: true })
  })
})
