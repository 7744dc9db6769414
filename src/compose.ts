// Puts together what a login needs, once per isolate: configuration checked, ports filled with
// their implementations. What administrators need besides is put together by
// compose/administration.ts, which is loaded with the API.

import type { Hono } from 'hono'
import { type Config, readConfig, type Variables } from './env.ts'
import { createAddressAttempts } from './gate/client/address-attempts.ts'
import { createGates } from './gate/client/gates.ts'
import { createPasswordVerifiers } from './gate/client/password-verifiers.ts'
import { createSigningKeys } from './gate/client/signing-keys.ts'
import { createAnswerFloor } from './http/answer-floor.ts'
import { isUnderApi, refuseUnderApi } from './http/api-shell.ts'
import { createApp } from './http/app.ts'
import type { Deps } from './http/deps.ts'
import { showPage } from './http/pages/parts/show-page.ts'
import { UnconfiguredPage } from './http/pages/unconfigured-page.tsx'
import { newRequestId } from './http/reference.ts'
import { newApp } from './http/routing/new-app.ts'
import { createKeyRing } from './protocol/sealing/keyring.ts'
import { createSignIns } from './storage/d1/sign-ins.ts'
import { createLoginConfigurations } from './storage/kv/login-configurations.ts'
import { createRegisteredApplications } from './storage/kv/registered-applications.ts'
import { strongRandom } from './storage/random.ts'

/**
 * The application for these bindings; one that answers 503 and names every mistake when the
 * variables are wrong.
 */
export function compose(env: Env): Hono {
  const checked = readConfig(env satisfies Variables)
  if (!('config' in checked)) return unconfigured(checked.mistakes)
  const deps = createDeps(env, checked.config)
  return createApp(deps, async () => {
    const { createAdministrationDeps } = await import('./compose/administration.ts')
    return createAdministrationDeps(env, deps)
  })
}

/** The ports that a login works with. */
export function createDeps(env: Env, config: Config): Deps {
  const clock = Date.now
  const random = strongRandom
  const { masterKey, previousMasterKey, jurisdictions } = config
  const keyring = createKeyRing({ masterKey, previousMasterKey, random })
  const d1 = env.DB
  const kv = env.LOGIN_CONFIG
  return {
    config,
    clock,
    random,
    keyring,
    configurations: createLoginConfigurations({ kv, d1, clock }),
    gates: createGates(env.TENANT_GATE, { jurisdictions }),
    signIns: createSignIns({ d1, clock }),
    reads: {
      async findTenant(id) {
        const { createConfigurationReads } = await import('./storage/d1/configuration-reads.ts')
        return createConfigurationReads(d1).findTenant(id)
      },
    },
    addressAttempts: createAddressAttempts({ namespace: env.ADDRESS_GATE, keyring, clock }),
    passwordVerifiers: createPasswordVerifiers({
      d1,
      tenantGates: env.TENANT_GATE,
      addressGates: env.ADDRESS_GATE,
      jurisdictions,
      keyring,
      clock,
    }),
    applications: createRegisteredApplications({ d1, kv, clock }),
    signingKeys: createSigningKeys({ namespace: env.DEPLOYMENT_GATE, keyring, clock }),
    answerFloor: createAnswerFloor(clock, (milliseconds) => scheduler.wait(milliseconds)),
    rateLimits: { visitor: env.VISITOR_RATE, address: env.ADDRESS_RATE, caller: env.CALLER_RATE },
    assets: env.ASSETS,
  }
}

function unconfigured(mistakes: readonly string[]): Hono {
  logMistakes(mistakes)
  const headers = { 'Retry-After': '60' }
  return newApp().all('*', (c) => {
    c.set('requestId', newRequestId(strongRandom))
    // Nobody knows yet under which origin this answers, so the address of the documentation is
    // relative.
    if (isUnderApi(c)) return refuseUnderApi(c, 'api_unavailable', { origin: '', headers })
    c.header('Retry-After', headers['Retry-After'])
    return showPage(c, UnconfiguredPage({ mistakes }), { status: 503 })
  })
}

/** Logs the mistakes for the operator: the names of variables, never a value. */
export const logMistakes = (mistakes: readonly string[]): void =>
  console.error(JSON.stringify({ event: 'unconfigured', mistakes }))
