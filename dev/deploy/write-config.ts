// The configuration that wrangler gets: wrangler.toml with the ids and the address of one
// deployment. It is written into a folder that git ignores, so no id of an account gets into the
// repository by itself.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../worker.ts'
import { type Names, rateLimitId, type WranglerToml } from './names.ts'

export interface ConfigInput {
  readonly toml: WranglerToml
  readonly names: Names
  readonly accountId: string
  readonly databaseId: string
  readonly namespaceId: string
  readonly vars: Readonly<Record<string, string>>
  /** Host names that lead to the Worker; none: it is reached under workers.dev. */
  readonly domains: readonly string[]
  readonly workersDev: boolean
}

/** Builds the configuration of one deployment. */
export function buildConfig(input: ConfigInput): Readonly<Record<string, unknown>> {
  const { toml, names, vars, domains } = input
  const { env: _, own: __, ...base } = toml
  const fromRoot = (file: string) => path.relative(names.folder, path.join(ROOT, file))
  return {
    ...base,
    name: names.worker,
    account_id: input.accountId,
    main: fromRoot(String(toml.main)),
    // wrangler runs the command where it is started itself, unless it is told where.
    ...(toml.build && { build: { ...toml.build, cwd: ROOT, watch_dir: fromRoot('src') } }),
    ...(toml.assets && {
      assets: { ...toml.assets, directory: fromRoot(String(toml.assets.directory)) },
    }),
    ...(toml.tsconfig !== undefined && { tsconfig: fromRoot(String(toml.tsconfig)) }),
    workers_dev: input.workersDev,
    preview_urls: false,
    ...(domains.length > 0 && {
      routes: domains.map((pattern) => ({ pattern, custom_domain: true })),
    }),
    d1_databases: (toml.d1_databases ?? []).map((database) => ({
      ...database,
      database_name: names.database,
      database_id: input.databaseId,
      migrations_dir: fromRoot('migrations'),
    })),
    kv_namespaces: (toml.kv_namespaces ?? []).map((namespace) => ({
      ...namespace,
      id: input.namespaceId,
    })),
    ratelimits: (toml.ratelimits ?? []).map((limit) => ({
      ...limit,
      namespace_id: rateLimitId(limit.namespace_id, names.environment),
    })),
    // What is no text in wrangler.toml stays as it is there.
    vars: { ...toml.vars, ...vars },
  }
}

/** Writes it where wrangler is told to find it. */
export function writeConfig(input: ConfigInput): void {
  mkdirSync(input.names.folder, { recursive: true })
  const { $schema: _, ...config } = buildConfig(input)
  writeFileSync(input.names.configFile, `${JSON.stringify(config, null, 2)}\n`)
}
