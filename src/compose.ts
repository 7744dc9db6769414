// Puts the house together, once per isolate: configuration checked, ports filled with their implementations.

import { Hono } from 'hono'
import { type Config, readConfig, type Variables } from './env.ts'
import { createAddressAttempts } from './gate/client/address-attempts.ts'
import { createCatchUp } from './gate/client/catch-up.ts'
import { createGates } from './gate/client/gates.ts'
import { createPasswordDoors } from './gate/client/password-doors.ts'
import { createSigningKeyAdministration } from './gate/client/signing-key-administration.ts'
import { createSigningKeys } from './gate/client/signing-keys.ts'
import { createTenantCommands } from './gate/client/tenant-commands.ts'
import { createFindEnforcement } from './gate/client/tenant-enforcement.ts'
import { createPeople } from './gate/client/tenant-people.ts'
import { createFindSignInPolicy } from './gate/client/tenant-sign-in-policy.ts'
import { createWebhooks } from './gate/client/tenant-webhooks.ts'
import { createAnswerFloor } from './http/answer-floor.ts'
import { isUnderApi, refuseUnderApi } from './http/api-shell.ts'
import { createApp } from './http/app.ts'
import type { Deps } from './http/deps.ts'
import { showPage } from './http/pages/parts/show-page.ts'
import { UnconfiguredPage } from './http/pages/unconfigured-page.tsx'
import { newRequestId } from './http/reference.ts'
import { createKeyRing } from './protocol/sealing/keyring.ts'
import type { ScheduleDeps } from './schedule/schedule-deps.ts'
import { createApiKeys } from './storage/d1/api-keys.ts'
import { createApplications } from './storage/d1/applications.ts'
import { createAuditLog } from './storage/d1/audit.ts'
import { createConfigurationReads } from './storage/d1/configuration-reads.ts'
import { createDueWork } from './storage/d1/due-work.ts'
import { createEventFeed } from './storage/d1/events.ts'
import { createIdempotentAnswers } from './storage/d1/idempotent-answers.ts'
import { createSignIns } from './storage/d1/sign-ins.ts'
import { createDnsResolver } from './storage/fetch/dns-resolver.ts'
import { createMetadataFetch } from './storage/fetch/guarded-fetch.ts'
import { createLoginConfigurations } from './storage/kv/login-configurations.ts'
import { strongRandom } from './storage/random.ts'

/** The application for these bindings; one that answers 503 and names every mistake when the variables are wrong. */
export function compose(env: Env): Hono {
  const checked = readConfig(env satisfies Variables)
  return 'config' in checked
    ? createApp(createDeps(env, checked.config))
    : unconfigured(checked.mistakes)
}

/** What the schedule works with; undefined, and every mistake in the log, when the variables are wrong. */
export function composeSchedule(env: Env): ScheduleDeps | undefined {
  const checked = readConfig(env satisfies Variables)
  if ('config' in checked) return { ...createDeps(env, checked.config), due: createDueWork(env.DB) }
  logMistakes(checked.mistakes)
  return undefined
}

/** The ports of this deployment. */
export function createDeps(env: Env, config: Config): Deps {
  const clock = Date.now
  const random = strongRandom
  const { masterKey, previousMasterKey, jurisdictions } = config
  const { allowLoopback, origins, metadataPorts } = config
  const keyring = createKeyRing({ masterKey, previousMasterKey, random })
  const presentKeyring = createKeyRing({ masterKey, random })
  const d1 = env.DB
  const kv = env.LOGIN_CONFIG
  const keyStore = { namespace: env.DEPLOYMENT_GATE, keyring, clock }
  return {
    config,
    clock,
    random,
    keyring,
    configurations: createLoginConfigurations({ kv, d1, clock }),
    gates: createGates(env.TENANT_GATE, { jurisdictions }),
    signIns: createSignIns({ d1, clock }),
    addressAttempts: createAddressAttempts({ namespace: env.ADDRESS_GATE, keyring, clock }),
    passwordDoors: createPasswordDoors({
      d1,
      tenantGates: env.TENANT_GATE,
      addressGates: env.ADDRESS_GATE,
      jurisdictions,
      keyring,
      clock,
    }),
    reads: createConfigurationReads(d1),
    commands: createTenantCommands(env.TENANT_GATE, { jurisdictions }),
    apiKeys: createApiKeys({ d1, keyring, clock }),
    events: createEventFeed(d1),
    webhooks: createWebhooks(env.TENANT_GATE, { jurisdictions }),
    catchUp: createCatchUp(env.TENANT_GATE, { jurisdictions }),
    people: createPeople({ namespace: env.TENANT_GATE, jurisdictions, d1 }),
    findEnforcement: createFindEnforcement(env.TENANT_GATE, { jurisdictions }),
    findSignInPolicy: createFindSignInPolicy(env.TENANT_GATE, { jurisdictions }),
    audit: createAuditLog(d1),
    answers: createIdempotentAnswers({ d1, keyring }),
    applications: createApplications({ d1, kv, keyring, clock }),
    signingKeys: createSigningKeys(keyStore),
    keyAdministration: createSigningKeyAdministration({ ...keyStore, presentKeyring, d1 }),
    answerFloor: createAnswerFloor(clock, (milliseconds) => scheduler.wait(milliseconds)),
    rateLimits: { visitor: env.VISITOR_RATE, address: env.ADDRESS_RATE, caller: env.CALLER_RATE },
    fetchMetadata: createMetadataFetch({
      allowLoopback,
      ownOrigins: origins,
      ports: metadataPorts,
    }),
    findTxtRecords: createDnsResolver(config.dnsResolver),
  }
}

function unconfigured(mistakes: readonly string[]): Hono {
  logMistakes(mistakes)
  const headers = { 'Retry-After': '60' }
  return new Hono().all('*', (c) => {
    c.set('requestId', newRequestId(strongRandom))
    // Nobody knows yet under which origin this answers, so the address of the documentation is relative.
    if (isUnderApi(c)) return refuseUnderApi(c, 'api_unavailable', { origin: '', headers })
    c.header('Retry-After', headers['Retry-After'])
    return showPage(c, UnconfiguredPage({ mistakes }), { status: 503 })
  })
}

/** For whoever deploys: the names of variables, never a value. */
const logMistakes = (mistakes: readonly string[]): void =>
  console.error(JSON.stringify({ event: 'unconfigured', mistakes }))
