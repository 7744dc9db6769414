// What the tests of configuration commands share: commands through the real gate, and the shortest
// inputs that work.

import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createGates } from '../../../src/gate/client/gates.ts'
import { createTenantCommands } from '../../../src/gate/client/tenant-commands.ts'
import { holdsDeleted } from '../../../src/gate/commands/tenants/deleted-tenants.ts'
import { findConfiguration } from '../../../src/gate/tables/configurations.ts'
import { createConfigurationReads } from '../../../src/storage/d1/configuration-reads.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import {
  COMMANDS,
  type CommandKind,
  type CommandOf,
  type CommandResults,
} from '../../../src/tenants/commands/commands.ts'
import type { ConnectorInput } from '../../../src/tenants/commands/connector-commands.ts'
import { type CommandEnvelope, ENVELOPE_REFUSALS } from '../../../src/tenants/commands/envelope.ts'
import type { ExternalIdpInput } from '../../../src/tenants/commands/external-idp-commands.ts'
import { SETUP_LINK_REFUSALS } from '../../../src/tenants/commands/setup-link-refusals.ts'
import type { Connector } from '../../../src/tenants/connectors/connector.ts'
import type {
  ExternalIdp,
  IdpCertificate,
} from '../../../src/tenants/external-idps/external-idp.ts'
import { newId } from '../../../src/tenants/ids.ts'
import type { SsoKey } from '../../../src/tenants/sso-key.ts'
import { gateOf, type Tenant } from '../../../src/tenants/tenant.ts'
import { attemptFacts } from '../../support/gate.ts'

export const ORIGIN = 'http://localhost:8787'
export const METADATA_URL = 'https://idp.example.com/metadata'

export const reads = createConfigurationReads(env.DB)
const commands = createTenantCommands(env.TENANT_GATE, { jurisdictions: false })
const gates = createGates(env.TENANT_GATE, { jurisdictions: false })

/** A tenant that does not exist yet. */
export const aTenant = (members: Partial<Tenant> = {}): Tenant => ({
  id: newId('ten', strongRandom),
  name: 'Acme',
  jurisdiction: 'none',
  createdAt: Date.now(),
  ...members,
})

export const ENVELOPE: CommandEnvelope = {
  origin: { actor: { type: 'system', name: 'tests' }, requestId: 'req_test' },
}

/**
 * Runs a command of a tenant in its gate. A refusal that the command does not list fails the test:
 * the API describes it by that list. What a guest may be refused it describes by the tasks.
 */
export async function run<K extends CommandKind>(
  tenant: Tenant,
  command: CommandOf<K>,
  conditions: Partial<CommandEnvelope> = {},
) {
  const result = await commands.run(gateOf(tenant), command, { ...ENVELOPE, ...conditions })
  const listed: readonly string[] = COMMANDS[command.kind].refusals
  const guest = conditions.origin?.actor.type === 'setup_link'
  const common = [
    'tenant_unknown',
    ...Object.keys(ENVELOPE_REFUSALS),
    ...(guest ? Object.keys(SETUP_LINK_REFUSALS) : []),
  ]
  if (!result.ok && ![...listed, ...common].includes(result.refusal.code))
    throw new Error(`${command.kind} does not list ${result.refusal.code}`)
  return result
}

/** Runs a command that must be accepted. */
export async function accept<K extends CommandKind>(
  tenant: Tenant,
  command: CommandOf<K>,
): Promise<CommandResults[K]> {
  const result = await run(tenant, command)
  if (!result.ok) throw new Error(`${command.kind} refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** Creates a tenant. */
export async function createTenant(members: Partial<Tenant> = {}): Promise<Tenant> {
  const tenant = aTenant(members)
  return accept(tenant, { kind: 'create_tenant', tenant })
}

/** Has the alarm come until nothing is left of a tenant that was deleted. */
export async function cleared({ id }: Tenant): Promise<void> {
  const gate = env.TENANT_GATE.getByName(id)
  while (await runInDurableObject(gate, (_, { storage: { sql } }) => holdsDeleted(sql)))
    await runDurableObjectAlarm(gate)
}

/** Issues an SSO key. */
export const issueKey = (tenant: Tenant, name = 'main'): Promise<SsoKey> =>
  accept(tenant, {
    kind: 'issue_sso_key',
    tenantId: tenant.id,
    name,
    environment: 'production',
    origin: ORIGIN,
  })

/** A certificate by its content; the fingerprint is the SHA-256 of `content`. */
export async function certificate(
  content: string,
  origin: IdpCertificate['origin'] = 'metadata_url',
): Promise<IdpCertificate> {
  const bytes = new TextEncoder().encode(content)
  return {
    der: btoa(content),
    fingerprintSha256: new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex(),
    subject: `CN=${content}`,
    notBefore: 0,
    notAfter: 4_000_000_000_000,
    key: 'RSA 2048',
    origin,
  }
}

/** An external IdP as its metadata URL describes it. */
export const idpInput = (
  certificates: readonly IdpCertificate[],
  description: Partial<ExternalIdpInput['description']> = {},
): ExternalIdpInput => ({
  name: 'Entra',
  source: { kind: 'metadata_url', url: METADATA_URL },
  description: {
    entityID: 'https://idp.example.com',
    sso: { redirect: 'https://idp.example.com/sso' },
    slo: {},
    wantAuthnRequestsSigned: false,
    nameIdFormats: [],
    certificates,
    ...description,
  },
})

/** A tenant with an SSO key, an external IdP and a connector between them. */
export interface Joined {
  readonly tenant: Tenant
  readonly key: SsoKey
  readonly idp: ExternalIdp
  readonly connector: Connector
}

/** Makes a tenant with a connector whose first version is a draft. */
export async function join(
  input: ExternalIdpInput,
  settings: Partial<ConnectorInput> = {},
): Promise<Joined> {
  const tenant = await createTenant()
  const tenantId = tenant.id
  const key = await issueKey(tenant)
  const idp = await accept(tenant, { kind: 'create_external_idp', tenantId, input })
  const connector = await accept(tenant, {
    kind: 'create_connector',
    tenantId,
    input: {
      name: 'Staff',
      reference: 'staff',
      ssoId: key.id,
      externalIdpId: idp.id,
      ...settings,
    },
  })
  return { tenant, key, idp, connector }
}

/** Runs the test of a version to its end, as the test page would. */
export async function passTest({ tenant, key, connector }: Joined, version?: string) {
  const { testUrl } = await accept(tenant, {
    kind: 'start_test',
    tenantId: tenant.id,
    connectorId: connector.id,
    ...(version === undefined ? {} : { version }),
  })
  const gate = gates.at(gateOf(tenant))
  const token = new URL(testUrl).searchParams.get('t') ?? ''
  const open = await gate.openTest(tenant.id, key.id, token)
  await gate.finishTest({
    tenantId: tenant.id,
    ssoId: key.id,
    testId: open?.testId ?? 'tst_none',
    event: attemptFacts(),
    judgedAt: Date.now(),
    responseHash: 'of no response',
  })
  return open
}

/** Activates a version. */
export const activate = ({ tenant, connector }: Joined, version: string) =>
  run(tenant, {
    kind: 'activate_version',
    tenantId: tenant.id,
    connectorId: connector.id,
    version,
  })

/** Makes a tenant whose connector is live. */
export async function goLive(input: ExternalIdpInput): Promise<Joined> {
  const joined = await join(input)
  await passTest(joined)
  const activated = await activate(joined, joined.connector.latestVersion)
  if (!activated.ok) throw new Error(activated.refusal.code)
  return joined
}

/** What the gate says governs a connector at this moment. */
export const governing = ({ tenant, key }: Joined) =>
  runInDurableObject(
    env.TENANT_GATE.getByName(gateOf(tenant).rootTenantId),
    (_, { storage: { sql } }) => findConfiguration(sql, tenant.id, key.id),
  )
