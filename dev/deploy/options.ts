// What the operator asks for: options of the command line first, then the environment.

import { parseArgs } from 'node:util'
import { messageOf } from '../steps.ts'
import { Mistake } from './mistake.ts'

export const USAGE = `npm run deploy -- [options]

Deploys edge-sso into your Cloudflare account, the first time and every time after.

  --env NAME             which deployment: production (default), staging, ...
  --origin URL           the public address, for example https://sso.example.com, or workers.dev
  --jurisdiction NAME    where D1 must keep its data: none (default), eu, us, fedramp. It cannot be changed later
  --secrets-file FILE    lines NAME=value with MASTER_KEY and OPERATOR_KEY
  --var NAME=VALUE       a variable of the Worker, in the place of the one in wrangler.toml. May be repeated
  --account ID           the account, if your login has several
  --no-domain            leave custom domains and DNS alone
  --take-domain          take the host name over from another Worker or from DNS records that it has
  --change-origin        move a deployment to another public address
  --dry-run              show everything, change nothing
  --check                only check the deployment from outside
  --check-via URL        send the checks there, for example through a tunnel
  --wait SECONDS         how long the deployment may take to answer (default 300)
  --yes                  ask nothing
  --help                 this text

From the environment: EDGE_SSO_ORIGIN, EDGE_SSO_JURISDICTION, MASTER_KEY, OPERATOR_KEY, CLOUDFLARE_API_TOKEN,
CLOUDFLARE_ACCOUNT_ID, EDGE_SSO_DEPLOY_FOLDER (instead of .edge-sso/deploy). What is not given is read from the deployment, or asked.`

const OPTIONS = {
  env: { type: 'string', default: 'production' },
  origin: { type: 'string' },
  jurisdiction: { type: 'string' },
  'secrets-file': { type: 'string' },
  var: { type: 'string', multiple: true, default: [] as string[] },
  account: { type: 'string' },
  'no-domain': { type: 'boolean', default: false },
  'take-domain': { type: 'boolean', default: false },
  'change-origin': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  'check-via': { type: 'string' },
  wait: { type: 'string', default: '300' },
  yes: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export const JURISDICTIONS = ['none', 'eu', 'us', 'fedramp'] as const
export type Jurisdiction = (typeof JURISDICTIONS)[number]

export interface DeployOptions {
  readonly environment: string
  /** An https origin, or `workers.dev`. */
  readonly origin?: string
  readonly jurisdiction?: Jurisdiction
  readonly secretsFile?: string
  readonly vars: Readonly<Record<string, string>>
  readonly account?: string
  readonly domain: 'leave' | 'set' | 'take'
  readonly changeOrigin: boolean
  readonly dryRun: boolean
  readonly checkOnly: boolean
  readonly checkVia?: string
  readonly waitSeconds: number
  /** Whether questions may be asked. */
  readonly interactive: boolean
}

/** Reads the options; `undefined` if only the usage is wanted. Throws every mistake at once. */
export function readOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): DeployOptions | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const mistakes: string[] = []
  const origin = given.origin ?? (env.EDGE_SSO_ORIGIN || undefined)
  const account = given.account ?? (env.CLOUDFLARE_ACCOUNT_ID || undefined)
  const jurisdiction = given.jurisdiction ?? (env.EDGE_SSO_JURISDICTION || undefined)
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(given.env))
    mistakes.push('--env must be a short name in small letters, for example staging.')
  if (origin !== undefined && !isOrigin(origin))
    mistakes.push(
      '--origin must be https:// and a host name, without a path, or the word workers.dev.',
    )
  if (jurisdiction !== undefined && !isJurisdiction(jurisdiction))
    mistakes.push(`--jurisdiction must be one of ${JURISDICTIONS.join(', ')}.`)
  if (given['no-domain'] && given['take-domain'])
    mistakes.push('--no-domain and --take-domain exclude each other.')
  if (!/^\d{1,4}$/.test(given.wait)) mistakes.push('--wait must be a number of seconds.')
  if (given['check-via'] !== undefined && !/^https?:\/\/[^/]+$/.test(given['check-via']))
    mistakes.push('--check-via must be an address like http://127.0.0.1:8080.')
  const vars = readVars(given.var, mistakes)
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'))
  return {
    environment: given.env,
    ...(origin !== undefined && { origin }),
    ...(jurisdiction !== undefined && isJurisdiction(jurisdiction) && { jurisdiction }),
    ...(given['secrets-file'] !== undefined && { secretsFile: given['secrets-file'] }),
    vars,
    ...(account !== undefined && { account }),
    domain: given['no-domain'] ? 'leave' : given['take-domain'] ? 'take' : 'set',
    changeOrigin: given['change-origin'],
    dryRun: given['dry-run'],
    checkOnly: given.check,
    ...(given['check-via'] !== undefined && { checkVia: given['check-via'] }),
    waitSeconds: Number(given.wait),
    interactive: !given.yes && !env.CI && !env.WORKERS_CI && process.stdin.isTTY === true,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new Mistake(`${messageOf(error)}\n\n${USAGE}`)
  }
}

/** Whether a text may be the public address of a deployment. */
export function isOrigin(text: string): boolean {
  if (text === 'workers.dev') return true
  return URL.canParse(text) && text.startsWith('https://') && new URL(text).origin === text
}

/** Whether D1 knows the jurisdiction. */
export const isJurisdiction = (text: string): text is Jurisdiction =>
  JURISDICTIONS.some((known) => known === text)

function readVars(texts: readonly string[], mistakes: string[]): Record<string, string> {
  const vars: Record<string, string> = {}
  for (const text of texts) {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined)
      mistakes.push('--var must be NAME=VALUE, with a name in capital letters.')
    else if (/(?:^|_)(?:KEY|SECRET)(?:_|$)/.test(name))
      mistakes.push(`${name} is a secret: put it into the secrets file, never into --var.`)
    else if (name === 'PUBLIC_ORIGIN' || name === 'JURISDICTIONS')
      mistakes.push(`${name} follows from other options: leave it out of --var.`)
    else vars[name] = value
  }
  return vars
}
