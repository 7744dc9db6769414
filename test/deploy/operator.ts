// An operator at a shell: runs the commands of the docs against a Cloudflare on loopback, in a
// folder of their own.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { type Cloudflare, startCloudflare } from './stub/cloudflare.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const WRANGLER = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js')

export interface Outcome {
  readonly code: number | null
  /** Standard output and errors, as a person sees them. */
  readonly output: string
}

export interface Operator {
  readonly cloudflare: Cloudflare
  /** Where `npm run deploy` keeps what it writes. */
  readonly folder: string
  /** `npm run deploy -- ...args`, with checks that reach the stub's network. */
  deploy(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>
  /** `npx wrangler ...args`. */
  wrangler(args: readonly string[]): Promise<Outcome>
  /** A secret that was made, by its name. */
  secret(name: string, environment?: string): string
}

/** Starts an account for one test, which goes when the test ends. */
export async function startOperator(): Promise<Operator> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-deploy-'))
  const cloudflare = await startCloudflare(path.join(folder, 'cloudflare'))
  onTestFinished(async () => {
    await cloudflare.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const { CI: _, WORKERS_CI: __, ...inherited } = process.env
  const base = {
    ...inherited,
    NO_COLOR: '1',
    CLOUDFLARE_API_BASE_URL: cloudflare.apiUrl,
    CLOUDFLARE_API_TOKEN: cloudflare.account.token,
    EDGE_SSO_DEPLOY_FOLDER: path.join(folder, 'deploy'),
    // vitest.config.ts sets these for the tests of the Worker; an operator begins without.
    MASTER_KEY: '',
    OPERATOR_KEY: '',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_LOG_PATH: path.join(folder, 'logs'),
  }
  const check = ['--check-via', cloudflare.edgeUrl, '--wait', '20']
  return {
    cloudflare,
    folder: base.EDGE_SSO_DEPLOY_FOLDER,
    deploy: (args, env = {}) =>
      run([path.join(ROOT, 'dev/deploy.ts'), ...check, ...args], { ...base, ...env }),
    wrangler: (args) => run([WRANGLER, ...args], { ...base, CI: '1' }),
    secret(name, environment = 'production') {
      const file = path.join(base.EDGE_SSO_DEPLOY_FOLDER, `${environment}.secrets`)
      const [, value] = new RegExp(`^${name}=(.+)$`, 'm').exec(readFileSync(file, 'utf8')) ?? []
      if (value === undefined) throw new Error(`${file} has no ${name}`)
      return value
    },
  }
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      output += part
    })
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve({ code, output }))
  })
}

/** What was asked of the account that may have changed it. */
export const changesIn = ({ account }: Cloudflare): readonly string[] =>
  account.requests.filter(
    (request) =>
      !request.startsWith('GET ') && !/^POST \S+\/d1\/database\/[^/]+\/query$/.test(request),
  )
