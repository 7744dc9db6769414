// The configuration of a workerd that serves one Worker, in workerd's own language.

import path from 'node:path'

/** What the Worker finds in its `env`, and which classes of it are Durable Objects. */
export interface ServedBindings {
  readonly variables: Readonly<Record<string, string>>
  /** The Durable Object classes by the name of their binding. */
  readonly objects: Readonly<Record<string, string>>
  /** What `LOGIN_CONFIG` holds. Absent: there is no such binding. */
  readonly kv?: Readonly<Record<string, string>>
  /** The port on which D1 answers. Absent: there is no `DB`. */
  readonly d1Port?: number
}

interface ServedConfig extends ServedBindings {
  readonly folder: string
  readonly bundle: string
  readonly chunks?: readonly string[]
  readonly port: number
}

const COMPATIBILITY_DATE = '2026-11-17'

/** A KV namespace that answers from a table. */
export const KV_SERVICE = `export default { fetch(request, env) {
  const key = decodeURIComponent(new URL(request.url).pathname.slice(1))
  const value = env.VALUES[key]
  return value === undefined ? new Response(null, { status: 404 }) : new Response(value)
} }`

/** Writes the configuration. Paths of modules are relative to its own folder. */
export function writeConfig(input: ServedConfig): string {
  const { bundle, chunks = [], folder, port, objects, kv = {}, d1Port = 0 } = input
  const embed = (name: string, file: string) =>
    `(name = "${name}", esModule = embed "${path.relative(folder, file)}")`
  const modules = [
    embed('main.js', bundle),
    ...chunks.map((file) => embed(path.basename(file), file)),
  ]
  const disk = path.join(folder, 'objects')
  const classes = Object.values(objects).map(
    (name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "kv", worker = .kv),
    (name = "d1", external = (address = "127.0.0.1:${d1Port}", http = ())),
    (name = "disk", disk = (path = ${JSON.stringify(disk)}, writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ] );
const main :Workerd.Worker = (
  modules = [ ${modules.join(',\n    ')} ],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  durableObjectNamespaces = [ ${classes.join(',\n    ')} ],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [ ${writeBindings(input).join(',\n    ')} ] );
const kv :Workerd.Worker = (
  modules = [ (name = "kv.js", esModule = embed "kv.js") ],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  bindings = [ (name = "VALUES", json = ${JSON.stringify(JSON.stringify(kv))}) ] );
`
}

function writeBindings({ variables, objects, kv, d1Port }: ServedBindings): readonly string[] {
  const d1 = `(moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "d1")])`
  return [
    ...Object.entries(variables).map(
      ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
    ),
    ...Object.entries(objects).map(
      ([name, className]) => `(name = "${name}", durableObjectNamespace = "${className}")`,
    ),
    ...(kv === undefined ? [] : ['(name = "LOGIN_CONFIG", kvNamespace = "kv")']),
    ...(d1Port === undefined ? [] : [`(name = "DB", wrapped = ${d1})`]),
  ]
}
