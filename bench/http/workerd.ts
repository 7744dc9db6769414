// Plain workerd without wrangler or miniflare around it, so that what is measured is the Worker. KV is a service that
// answers from a table; D1 is absent, because no measured request may need it.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface ServedWorker {
  readonly origin: string
  /** Milliseconds from the start of the process to the first answer. */
  readonly startMs: number
  stop(): Promise<void>
}

export interface ServeInput {
  readonly folder: string
  /** The bundle, inside `folder`. */
  readonly bundle: string
  readonly port: number
  readonly variables: Readonly<Record<string, string>>
  readonly kv: Readonly<Record<string, string>>
  readonly gates: boolean
  /** The path that tells that the Worker answers. */
  readonly probe: string
}

const COMPATIBILITY_DATE = '2026-11-17'
const KV_SERVICE = `export default { fetch(request, env) {
  const key = decodeURIComponent(new URL(request.url).pathname.slice(1))
  const value = env.VALUES[key]
  return value === undefined ? new Response(null, { status: 404 }) : new Response(value)
} }`

/** Serves a bundle on loopback. */
export async function serve(input: ServeInput): Promise<ServedWorker> {
  const { folder, port, probe } = input
  mkdirSync(path.join(folder, 'gates'), { recursive: true })
  writeFileSync(path.join(folder, 'kv.js'), KV_SERVICE)
  const config = path.join(folder, `${path.basename(input.bundle, '.js')}.capnp`)
  writeFileSync(config, capnp(input))
  // Resolved from wrangler, whose workerd the tests run on, too.
  const wrangler = createRequire(import.meta.resolve('wrangler/package.json'))
  const binary = wrangler.resolve('workerd/bin/workerd')
  const started = performance.now()
  const child = spawn(binary, ['serve', config], { stdio: ['ignore', 'inherit', 'inherit'] })
  const origin = `http://localhost:${port}`
  await answers(`${origin}${probe}`, child)
  const startMs = performance.now() - started
  return { origin, startMs, stop: () => stop(child) }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  throw new Error('workerd ended before it answered')
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill()
  })
}

function capnp({ bundle, port, variables, kv, gates, folder }: ServeInput): string {
  const text = Object.entries(variables).map(
    ([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`,
  )
  const bindings = gates
    ? [
        ...text,
        '(name = "TENANT_GATE", durableObjectNamespace = "TenantGate")',
        '(name = "DEPLOYMENT_GATE", durableObjectNamespace = "DeploymentGate")',
        '(name = "ADDRESS_GATE", durableObjectNamespace = "AddressGate")',
        '(name = "LOGIN_CONFIG", kvNamespace = "kv")',
      ]
    : text
  const objects = gates
    ? `durableObjectNamespaces = [
    (className = "TenantGate", uniqueKey = "tenant", enableSql = true),
    (className = "DeploymentGate", uniqueKey = "deployment", enableSql = true),
    (className = "AddressGate", uniqueKey = "address", enableSql = true) ],
  durableObjectStorage = (localDisk = "disk"),`
    : ''
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main), (name = "kv", worker = .kv),
    (name = "disk", disk = (path = ${JSON.stringify(path.join(folder, 'gates'))}, writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ] );
const main :Workerd.Worker = (
  modules = [ (name = "main.js", esModule = embed "${path.relative(folder, bundle)}") ],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  ${objects}
  bindings = [ ${bindings.join(',\n    ')} ] );
const kv :Workerd.Worker = (
  modules = [ (name = "kv.js", esModule = embed "kv.js") ],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  bindings = [ (name = "VALUES", json = ${JSON.stringify(JSON.stringify(kv))}) ] );
`
}
