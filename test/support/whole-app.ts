// The whole application for tests: every port at hand, so that a test can replace any of them.

import type { Hono } from 'hono'
import { createAdministrationDeps } from '../../src/compose/administration.ts'
import { createDeps } from '../../src/compose.ts'
import { readConfig } from '../../src/env.ts'
import { createApp } from '../../src/http/app.ts'
import type { AdministrationDeps } from '../../src/http/deps.ts'

/**
 * The ports of a login and of administrators, over these bindings. Throws if the variables are
 * wrong.
 */
export function wholeDeps(env: Env): AdministrationDeps {
  const checked = readConfig(env)
  if ('mistakes' in checked) throw new Error(checked.mistakes.join(' '))
  return createAdministrationDeps(env, createDeps(env, checked.config))
}

/** The application over these ports. */
export const wholeApp = (deps: AdministrationDeps): Hono => createApp(deps, async () => deps)
