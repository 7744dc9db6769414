// What the parts of a deployment are called. Production has the names of wrangler.toml; every other
// deployment has names, a database, a KV namespace and rate limits of its own.

import path from 'node:path'
import { crc32 } from 'node:zlib'
import { experimental_readRawConfig } from 'wrangler'
import { ROOT } from '../worker.ts'
import { Mistake } from './mistake.ts'

/** wrangler.toml as it was written, as far as this command reads it. */
export interface WranglerToml {
  readonly name?: string
  readonly build?: { readonly command?: string }
  readonly assets?: { readonly directory?: string }
  readonly vars?: Readonly<Record<string, unknown>>
  readonly d1_databases?: readonly {
    readonly binding: string
    readonly database_name?: string
    readonly database_id?: string
  }[]
  readonly kv_namespaces?: readonly { readonly binding: string; readonly id?: string }[]
  readonly ratelimits?: readonly { readonly name: string; readonly namespace_id: string }[]
  readonly send_email?: readonly { readonly name: string }[]
  readonly env?: Readonly<Record<string, Partial<WranglerToml>>>
  /** What `[env.NAME]` of this deployment says itself. */
  readonly own?: Partial<WranglerToml>
  readonly [key: string]: unknown
}

export interface Names {
  readonly environment: string
  readonly worker: string
  readonly database: string
  readonly namespace: string
  /** Ids that the operator wrote into wrangler.toml; otherwise they are looked up by name. */
  readonly databaseId?: string
  readonly namespaceId?: string
  /** Keeps what this command writes. Git ignores it. */
  readonly folder: string
  readonly configFile: string
  readonly secretsFile: string
}

/** Reads wrangler.toml, with `[env.NAME]` laid over it. */
export function readToml(
  environment: string,
  file = path.join(ROOT, 'wrangler.toml'),
): WranglerToml {
  const raw = experimental_readRawConfig({ config: file }).rawConfig as WranglerToml
  const { env = {}, ...base } = raw
  const own = env[environment] ?? {}
  return { ...base, ...own, vars: { ...base.vars, ...own.vars }, own }
}

/** Derives every name from the environment's name. */
export function readNames(toml: WranglerToml, environment: string, env: NodeJS.ProcessEnv): Names {
  const own = environment === 'production' ? toml : toml.own
  const [database] = toml.d1_databases ?? []
  const [namespace] = toml.kv_namespaces ?? []
  if (toml.name === undefined || database === undefined || namespace === undefined)
    throw new Mistake('wrangler.toml must have a name, a D1 database and a KV namespace.')
  const suffix = environment === 'production' ? '' : `-${environment}`
  // Workers Builds may have given the Worker another name than the repository has.
  const worker = env.WRANGLER_CI_OVERRIDE_NAME || own?.name || `${toml.name}${suffix}`
  const folder = path.resolve(ROOT, env.EDGE_SSO_DEPLOY_FOLDER || '.edge-sso/deploy')
  const databaseId = own?.d1_databases?.[0]?.database_id
  const namespaceId = own?.kv_namespaces?.[0]?.id
  const binding = namespace.binding.toLowerCase().replaceAll('_', '-')
  return {
    environment,
    worker,
    database:
      own?.d1_databases?.[0]?.database_name ?? `${database.database_name ?? toml.name}${suffix}`,
    // The name that wrangler itself would give it.
    namespace: `${worker}-${binding}`,
    ...(databaseId && { databaseId }),
    ...(namespaceId && { namespaceId }),
    folder,
    configFile: path.join(folder, `${environment}.json`),
    secretsFile: path.join(folder, `${environment}.secrets`),
  }
}

/** Rate limits are counted per id in the whole account, so another deployment has other ids. */
export const rateLimitId = (id: string, environment: string): string =>
  environment === 'production' ? id : `${Number(id) + 10 * (1 + (crc32(environment) % 1_000))}`
