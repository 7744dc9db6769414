// The Worker under `wrangler dev`: D1, KV and Durable Objects embedded, no account, no network.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildWorker } from './build/build-worker.ts'
import { digestMigrations } from './build/digest-migrations.ts'
import { type Child, runScript, startChild } from './child.ts'

export const ROOT = path.resolve(import.meta.dirname, '..')
export const WRANGLER = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
const START_TIMEOUT_MS = 60_000
const POLL_MS = 100

export interface WorkerInput {
  readonly port: number
  /** Where D1, KV, Durable Objects and the log are kept. */
  readonly folder: string
  readonly secretsFile: string
  /** Where the Worker asks for DNS records; absent: the resolver of a deployment. */
  readonly dnsResolver?: string
  /** Where mails are handed to; absent: nobody is written to. */
  readonly delivery?: { readonly url: string; readonly secret: string }
  /** Another entry than the one that is deployed. */
  readonly main?: string
  /** Where the Worker thinks that it is reached, if not at its port. */
  readonly publicOrigin?: string
}

/** Nothing is asked, reported or fetched: the command works offline and without a terminal. */
const environment = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  CI: '1',
  NO_COLOR: '1',
  DO_NOT_TRACK: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: '1',
  WRANGLER_LOG_PATH: path.join(folder, 'wrangler-logs'),
  WRANGLER_REGISTRY_PATH: path.join(folder, 'wrangler-registry'),
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  // Secrets and tables are brought along: the build makes none.
  EDGE_SSO_OWN_DATA: 'on',
})

/** Brings the local D1 database to the newest migration, unless it is there already. */
export async function applyMigrations({ folder }: WorkerInput): Promise<void> {
  // Beside the data, so that both go together.
  const marker = path.join(folder, 'migrations-applied')
  const newest = digestMigrations(path.join(ROOT, 'migrations'))
  if (existsSync(marker) && readFileSync(marker, 'utf8') === newest) return
  const args = ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', folder]
  await runScript({ script: WRANGLER, args, env: environment(folder) })
  writeFileSync(marker, newest)
}

/** Starts the Worker; it does not answer yet. */
export async function startWorker(input: WorkerInput): Promise<Child> {
  const { main, folder } = input
  if (main === undefined) return start(input)
  const built = await buildWorker({ main, folder: path.join(folder, 'worker') })
  return start({ ...input, main: built.file })
}

const start = ({
  port,
  folder,
  secretsFile,
  dnsResolver,
  delivery,
  main,
  publicOrigin = `http://localhost:${port}`,
}: WorkerInput): Child =>
  startChild({
    script: WRANGLER,
    args: [
      ...[
        'dev',
        // wrangler looks for its configuration beside the entry that it is given.
        ...(main === undefined ? [] : [main, '--config', path.join(ROOT, 'wrangler.toml')]),
        '--local',
        '--ip',
        '127.0.0.1',
        '--port',
        `${port}`,
        '--inspector-port',
        '0',
      ],
      ...['--show-interactive-dev-session=false', '--persist-to', folder],
      ...['--env-file', secretsFile],
      ...['--var', `PUBLIC_ORIGIN:${publicOrigin}`, '--var', 'ALLOW_LOOPBACK:on'],
      ...(dnsResolver === undefined ? [] : ['--var', `DNS_RESOLVER:${dnsResolver}`]),
      ...(delivery === undefined
        ? []
        : [
            ...['--var', `DELIVERY_URL:${delivery.url}`],
            ...['--var', `DELIVERY_SECRET:${delivery.secret}`],
          ]),
    ],
    env: environment(folder),
    log: workerLog(folder),
  })

/**
 * Waits until the Worker answers; throws with the end of its log when it ends or takes too long.
 */
export async function waitForWorker(worker: Child, { port, folder }: WorkerInput): Promise<void> {
  let ended = false
  worker.ended.then(() => {
    ended = true
  })
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until && !ended; ) {
    const answer = await fetch(`http://localhost:${port}/`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer !== undefined) return
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(
    `The Worker does not answer.\n${readFileSync(workerLog(folder), 'utf8').slice(-2000)}`,
  )
}

const workerLog = (folder: string): string => path.join(folder, 'worker.log')
