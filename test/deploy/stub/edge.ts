// The network's part of the stub: what was deployed runs in workerd, with the bindings it was
// uploaded with, on the D1 that the migrations went to. A request goes to the Worker that its host
// name leads to.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_splitSqlQuery } from 'wrangler'
import type { Account, Binding, Edge, Script, Version } from './account.ts'

const IDLE = 'export default { fetch: () => new Response("nothing is deployed", { status: 404 }) }'

/** Starts workerd, with nothing in it. `account` is asked at each request what there is. */
export function startEdge(folder: string, account: () => Account): Edge {
  const configured = () => optionsOf(folder, account())
  let running: Promise<{ miniflare: Miniflare; options: string }> | undefined

  /** The Workers and databases of this moment: workerd starts anew only if they have changed. */
  async function current(): Promise<Miniflare> {
    const options = configured()
    const text = JSON.stringify(options)
    const last = await running
    if (last === undefined) {
      const miniflare = new Miniflare(convertV4MiniflareOptions(options))
      running = Promise.resolve({ miniflare, options: text })
      return miniflare
    }
    if (last.options !== text) {
      running = last.miniflare
        .setOptions(convertV4MiniflareOptions(options))
        .then(() => ({ miniflare: last.miniflare, options: text }))
    }
    return ((await running) ?? last).miniflare
  }

  return {
    async runSql(database, sql) {
      const miniflare = await current()
      const d1 = await miniflare.getD1Database(bindingOf(database), 'databases')
      const statements = unstable_splitSqlQuery(sql).map((statement) => d1.prepare(statement))
      return await d1.batch(statements)
    },
    async fetch(url, init) {
      const worker = workerOf(account(), url.hostname)
      const miniflare = await current()
      if (worker === undefined) return new Response('error code: 1016', { status: 530 })
      const fetcher = await miniflare.getWorker(worker.name)
      const file = fileAt(account(), worker, url.pathname)
      if (file) return new Response(new Uint8Array(file))
      const { method, headers, body } = init
      return (await fetcher.fetch(url.href, {
        method,
        headers: [...headers],
        redirect: 'manual',
        ...(body === undefined || body.length === 0 ? {} : { body }),
      })) as unknown as Response
    },
    async stop() {
      await (await running)?.miniflare.dispose()
    },
  }
}

/** The file at a path, which is served without the Worker. */
function fileAt({ files }: Account, script: Script, pathname: string): Buffer | undefined {
  const version = servedBy(script)
  const matches = (pattern: string) =>
    pattern.endsWith('*') ? pathname.startsWith(pattern.slice(0, -1)) : pathname === pattern
  if (version === undefined || version.workerFirst.some(matches)) return undefined
  return files.get(version.assets[pathname]?.hash ?? '')
}

/** Custom domains first, then workers.dev. */
function workerOf(account: Account, hostname: string): Script | undefined {
  const domain = account.domains.find((candidate) => candidate.hostname === hostname)
  if (domain !== undefined) return account.scripts.get(domain.service)
  const [name = '', ...rest] = hostname.split('.')
  const script = account.scripts.get(name)
  return rest.join('.') === `${account.subdomain}.workers.dev` && script?.subdomain.enabled
    ? script
    : undefined
}

const bindingOf = (database: string): string => `DB_${database.replaceAll('-', '_')}`

function optionsOf(folder: string, account: Account) {
  return {
    resourcePersistencePath: folder,
    workers: [
      {
        name: 'databases',
        modules: true as const,
        script: IDLE,
        d1Databases: Object.fromEntries(
          account.databases.map(({ uuid }) => [bindingOf(uuid), uuid]),
        ),
      },
      ...[...account.scripts.values()].flatMap((script) => {
        const version = servedBy(script)
        return version === undefined
          ? []
          : [{ ...workerOptions(script, version), ...assetOptions(folder, account, version) }]
      }),
    ],
  }
}

/** The version with the larger share: the stub splits no traffic. */
function servedBy({ versions, deployments }: Script): Version | undefined {
  const shares = deployments.at(-1)?.versions ?? []
  const [first] = [...shares].sort((one, other) => other.percentage - one.percentage)
  return versions.find(({ id }) => id === first?.version_id)
}

function workerOptions({ name }: Script, version: Version) {
  const of = (type: string) => version.bindings.filter((binding) => binding.type === type)
  const named = <T>(bindings: readonly Binding[], value: (binding: Binding) => T) =>
    Object.fromEntries(bindings.map((binding) => [binding.name, value(binding)]))
  return {
    name,
    modules: version.modules.map((module) => ({ type: 'ESModule' as const, ...module })),
    compatibilityDate: version.compatibilityDate,
    compatibilityFlags: [...version.compatibilityFlags],
    bindings: named([...of('plain_text'), ...of('secret_text')], ({ text = '' }) => text),
    d1Databases: named(of('d1'), ({ id = '' }) => id),
    kvNamespaces: named(of('kv_namespace'), ({ namespace_id = '' }) => namespace_id),
    durableObjects: named(of('durable_object_namespace'), ({ class_name = '' }) => ({
      className: class_name,
      useSQLite: true,
    })),
    ratelimits: named(
      of('ratelimit'),
      ({ namespace_id = '', simple = { limit: 1, period: 60 } }) => ({
        namespace_id,
        simple: {
          limit: simple.limit,
          period: simple.period === 10 ? (10 as const) : (60 as const),
        },
      }),
    ),
  }
}

/** The files of a version, laid out as wrangler found them. */
function assetOptions(folder: string, { files }: Account, version: Version) {
  const binding = version.bindings.find(({ type }) => type === 'assets')
  if (binding === undefined) return {}
  const directory = path.join(folder, `assets-${version.id}`)
  if (!existsSync(directory))
    for (const [name, { hash }] of Object.entries(version.assets)) {
      const file = path.join(directory, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, files.get(hash) ?? '')
    }
  const assetConfig = { html_handling: 'none' as const, not_found_handling: 'none' as const }
  return { assets: { directory, binding: binding.name, assetConfig } }
}
