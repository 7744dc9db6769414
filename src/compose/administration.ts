// Puts together what the API works with. Loaded with the API, because no login asks for it.

import { createCatchUp } from '../gate/client/catch-up.ts'
import { createFindHeldSession } from '../gate/client/held-session.ts'
import { createSigningKeyAdministration } from '../gate/client/signing-key-administration.ts'
import { createFindActivationEvidence } from '../gate/client/tenant-activation.ts'
import { createTenantCommands } from '../gate/client/tenant-commands.ts'
import { createFindEnforcement } from '../gate/client/tenant-enforcement.ts'
import { createPeople } from '../gate/client/tenant-people.ts'
import { createSetupLinks } from '../gate/client/tenant-setup-links.ts'
import { createFindSignInPolicy } from '../gate/client/tenant-sign-in-policy.ts'
import { createTestRuns } from '../gate/client/tenant-tests.ts'
import { createWebhooks } from '../gate/client/tenant-webhooks.ts'
import type { AdministrationDeps, Deps } from '../http/deps.ts'
import { createKeyRing } from '../protocol/sealing/keyring.ts'
import { createApiKeys } from '../storage/d1/api-keys.ts'
import { createApplications } from '../storage/d1/applications.ts'
import { createAuditLog } from '../storage/d1/audit.ts'
import { createConfigurationReads } from '../storage/d1/configuration-reads.ts'
import { createEventFeed } from '../storage/d1/events.ts'
import { createIdempotentAnswers } from '../storage/d1/idempotent-answers.ts'
import { createDnsResolver } from '../storage/fetch/dns-resolver.ts'
import { createMetadataFetch } from '../storage/fetch/guarded-fetch.ts'

/** Adds the ports of administrators to those of a login. Both share what this isolate remembers. */
export function createAdministrationDeps(env: Env, deps: Deps): AdministrationDeps {
  const { config, clock, random, keyring } = deps
  const { allowLoopback, jurisdictions, masterKey, metadataPorts, origins } = config
  const currentKeyring = createKeyRing({ masterKey, random })
  const d1 = env.DB
  const kv = env.LOGIN_CONFIG
  const keyStore = { namespace: env.DEPLOYMENT_GATE, keyring, clock }
  return {
    ...deps,
    reads: createConfigurationReads(d1),
    commands: createTenantCommands(env.TENANT_GATE, { jurisdictions }),
    apiKeys: createApiKeys({ d1, keyring, clock }),
    events: createEventFeed(d1),
    webhooks: createWebhooks(env.TENANT_GATE, { jurisdictions }),
    tests: createTestRuns(env.TENANT_GATE, { jurisdictions }),
    catchUp: createCatchUp(env.TENANT_GATE, { jurisdictions }),
    people: createPeople({ namespace: env.TENANT_GATE, jurisdictions, d1 }),
    setupLinks: createSetupLinks({
      namespace: env.TENANT_GATE,
      addressGates: env.ADDRESS_GATE,
      jurisdictions,
      d1,
      keyring,
      clock,
    }),
    findEnforcement: createFindEnforcement(env.TENANT_GATE, { jurisdictions }),
    findHeldSession: createFindHeldSession(env.TENANT_GATE, { jurisdictions }),
    findSignInPolicy: createFindSignInPolicy(env.TENANT_GATE, { jurisdictions }),
    findActivationEvidence: createFindActivationEvidence(env.TENANT_GATE, { jurisdictions }),
    audit: createAuditLog(d1),
    answers: createIdempotentAnswers({ d1, keyring }),
    applications: createApplications({ d1, kv, keyring, clock, registered: deps.applications }),
    keyAdministration: createSigningKeyAdministration({ ...keyStore, currentKeyring, d1 }),
    fetchMetadata: createMetadataFetch({
      allowLoopback,
      ownOrigins: origins,
      ports: metadataPorts,
    }),
    findTxtRecords: createDnsResolver(config.dnsResolver),
  }
}
