// Workers' part of the stub: uploads, versions, deployments, secrets. It refuses what Cloudflare
// refuses: bindings to what is not there, secrets that nobody has set, classes that no version has
// exported, shares that are not the whole.

import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Account, Binding, Module, Script, Version } from './account.ts'
import { checkFiles, manifestOf } from './assets.ts'
import { answer, Refused } from './refusal.ts'

interface Metadata {
  readonly main_module: string
  readonly bindings: readonly Binding[]
  readonly compatibility_date: string
  readonly compatibility_flags?: readonly string[]
  readonly keep_bindings?: readonly string[]
  readonly exports?: Readonly<Record<string, { readonly type: string }>>
  readonly annotations?: object
  /** The token of a finished upload of static assets. */
  readonly assets?: {
    readonly jwt?: string
    readonly config?: { readonly run_worker_first?: readonly string[] | boolean }
  }
}

/** `/accounts/:account/workers/scripts`. */
export const scripts = (account: Account): Hono =>
  new Hono()
    .put('/:script', async (c) => {
      const name = c.req.param('script')
      const { metadata, modules } = await readUpload(c)
      const previous = account.scripts.get(name)
      const script = previous ?? emptyScript(name)
      const created = classesOf(metadata).filter((name) => !script.classes.has(name))
      const version = makeVersion(account, script, { metadata, modules })
      // Only now, so that what was refused leaves nothing behind.
      account.scripts.set(name, script)
      for (const name of created) script.classes.add(name)
      script.versions.push(version)
      deploy(script, [{ version_id: version.id, percentage: 100 }])
      return answer(c, {
        id: name,
        tag: name,
        etag: version.id,
        startup_time_ms: 12,
        deployment_id: version.id.replaceAll('-', ''),
        exports_reconciliation: { ...NOTHING_RECONCILED, created },
      })
    })
    .post('/:script/versions', async (c) => {
      const script = find(account, c.req.param('script'))
      const { metadata, modules } = await readUpload(c)
      const missing = classesOf(metadata).find((name) => !script.classes.has(name))
      if (missing !== undefined)
        throw new Refused(
          400,
          100_406,
          `Durable Object class ${missing} is declared in exports but not yet provisioned`,
        )
      const version = makeVersion(account, script, { metadata, modules })
      script.versions.push(version)
      return answer(c, { ...versionShape(version), startup_time_ms: 12 })
    })
    .get('/:script/versions', (c) => {
      const { versions } = find(account, c.req.param('script'))
      return answer(c, { items: versions.toReversed().map(versionShape) })
    })
    .get('/:script/versions/:version', (c) => {
      const { versions } = find(account, c.req.param('script'))
      const version = versions.find(({ id }) => id === c.req.param('version'))
      if (version === undefined) throw new Refused(404, 10_222, 'No such version')
      return answer(c, versionShape(version))
    })
    .post('/:script/deployments', async (c) => {
      const script = find(account, c.req.param('script'))
      const { versions } = await c.req.json<{
        versions: { version_id: string; percentage: number }[]
      }>()
      if (versions.reduce((sum, { percentage }) => sum + percentage, 0) !== 100)
        throw new Refused(400, 10_216, 'The percentages of a deployment must add up to 100')
      for (const { version_id } of versions)
        if (!script.versions.some(({ id }) => id === version_id))
          throw new Refused(404, 10_222, 'No such version')
      return answer(c, deploy(script, versions))
    })
    .get('/:script/deployments', (c) => {
      const { deployments } = find(account, c.req.param('script'))
      return answer(c, { deployments: deployments.toReversed() })
    })
    .get('/:script/secrets', (c) => {
      const script = find(account, c.req.param('script'))
      const secrets = newest(script)?.bindings.filter(({ type }) => type === 'secret_text') ?? []
      return answer(
        c,
        secrets.map(({ name, type }) => ({ name, type })),
      )
    })
    .get('/:script/settings', (c) => {
      const script = find(account, c.req.param('script'))
      const bindings = newest(script)?.bindings ?? []
      return answer(c, { bindings: bindings.map(withoutSecret) })
    })
    .patch('/:script/script-settings', (c) => answer(c, { tags: [] }))
    .get('/:script/subdomain', (c) => answer(c, find(account, c.req.param('script')).subdomain))
    .post('/:script/subdomain', async (c) => {
      const script = find(account, c.req.param('script'))
      script.subdomain = await c.req.json<Script['subdomain']>()
      return answer(c, script.subdomain)
    })
    .put('/:script/schedules', async (c) => {
      const script = find(account, c.req.param('script'))
      const wanted = await c.req.json<{ cron: string }[]>()
      script.schedules = wanted.map(({ cron }) => cron)
      return answer(c, { schedules: wanted })
    })

/**
 * `/accounts/:account/workers/services` and `/workers`: the same Worker, as other parts of the API
 * describe it.
 */
export const services = (account: Account): Hono =>
  new Hono()
    .get('/services/:script', (c) => {
      const { name } = find(account, c.req.param('script'))
      const script = { id: name, tag: name, tags: [], last_deployed_from: 'wrangler' }
      return answer(c, { id: name, default_environment: { environment: 'production', script } })
    })
    .get('/workers/:script', (c) => {
      const { name, subdomain } = find(account, c.req.param('script'))
      return answer(c, { id: name, name, subdomain })
    })
    .get('/subdomain', (c) => {
      if (account.subdomain === undefined)
        throw new Refused(404, 10_007, 'The account has no workers.dev subdomain')
      return answer(c, { subdomain: account.subdomain })
    })

const NOTHING_RECONCILED = {
  created: [],
  updated: [],
  deleted: [],
  renamed: [],
  transferred: [],
  transfer_pending: [],
  warnings: [],
  info: [],
  removable_entries: [],
}

const emptyScript = (name: string): Script => ({
  name,
  versions: [],
  deployments: [],
  classes: new Set(),
  subdomain: { enabled: false, previews_enabled: false },
  schedules: [],
})

function find({ scripts }: Account, name: string): Script {
  const script = scripts.get(name)
  if (script === undefined)
    throw new Refused(404, 10_007, 'This Worker does not exist on your account.')
  return script
}

const newest = ({ versions }: Script): Version | undefined => versions.at(-1)

async function readUpload(c: Context): Promise<{ metadata: Metadata; modules: readonly Module[] }> {
  const form = await c.req.raw.formData()
  const metadata: Metadata = JSON.parse(String(form.get('metadata')))
  const modules: Module[] = []
  for (const [path, module] of form)
    if (typeof module !== 'string' && module.type === 'application/javascript+module')
      modules.push({ path, contents: await module.text() })
  const main = modules.find(({ path }) => path === metadata.main_module)
  if (main === undefined) throw new Refused(400, 10_021, 'No such module as the main one')
  return { metadata, modules: [main, ...modules.filter((module) => module !== main)] }
}

const classesOf = ({ exports = {} }: Metadata): readonly string[] =>
  Object.entries(exports).flatMap(([name, { type }]) => (type === 'durable-object' ? [name] : []))

function makeVersion(
  account: Account,
  script: Script,
  { metadata, modules }: { readonly metadata: Metadata; readonly modules: readonly Module[] },
): Version {
  const kept = new Set(metadata.keep_bindings ?? [])
  const before = newest(script)?.bindings ?? []
  const given = metadata.bindings.map((binding) => inherit(binding, before))
  const names = new Set(given.map(({ name }) => name))
  if (names.size < given.length)
    throw new Refused(400, 10_053, 'A binding of that name is already in use')
  for (const binding of given) checkTarget(account, metadata, binding)
  const jwt = metadata.assets?.jwt
  const assets = jwt === undefined ? {} : manifestOf(account, jwt)
  checkFiles(account, assets)
  const stays = before.filter(({ name, type }) => kept.has(type) && !names.has(name))
  return {
    id: randomUUID(),
    number: script.versions.length + 1,
    bindings: [...given, ...stays],
    modules,
    assets,
    workerFirst: patternsOf(metadata),
    compatibilityDate: metadata.compatibility_date,
    compatibilityFlags: metadata.compatibility_flags ?? [],
    createdOn: new Date().toISOString(),
  }
}

function patternsOf({ assets }: Metadata): readonly string[] {
  const first = assets?.config?.run_worker_first
  return typeof first === 'object' ? first : first ? ['/*'] : []
}

/** What is inherited must have been there. */
function inherit(binding: Binding, before: readonly Binding[]): Binding {
  if (binding.type !== 'inherit') return binding
  const found = before.find(({ name }) => name === binding.name)
  if (found === undefined)
    throw new Refused(400, 10_057, `inherit binding '${binding.name}' is invalid`)
  return found
}

function checkTarget({ databases, namespaces }: Account, metadata: Metadata, binding: Binding) {
  const { type, name } = binding
  if (type === 'd1' && !databases.some(({ uuid }) => uuid === binding.id))
    throw new Refused(400, 10_021, `binding ${name} of type d1 must have a valid \`id\` specified`)
  if (type === 'kv_namespace' && !namespaces.some(({ id }) => id === binding.namespace_id))
    throw new Refused(400, 10_041, `KV namespace '${binding.namespace_id}' not found.`)
  if (
    type === 'durable_object_namespace' &&
    !classesOf(metadata).includes(binding.class_name ?? '')
  )
    throw new Refused(400, 10_061, `Cannot create binding for class '${binding.class_name}'`)
}

function deploy(script: Script, versions: Script['deployments'][number]['versions']) {
  const made = { id: randomUUID(), versions, created_on: new Date().toISOString() }
  script.deployments.push(made)
  return made
}

const withoutSecret = ({ text, ...rest }: Binding) =>
  rest.type === 'secret_text' ? rest : { ...rest, text }

const versionShape = ({ id, number, bindings, createdOn }: Version) => ({
  id,
  number,
  metadata: { created_on: createdOn, source: 'wrangler', author_email: 'operator@example.com' },
  annotations: { 'workers/triggered_by': 'upload' },
  resources: {
    bindings: bindings.map(withoutSecret),
    script: { etag: id, handlers: ['fetch', 'scheduled'] },
    script_runtime: { usage_model: 'standard', limits: {} },
  },
})
