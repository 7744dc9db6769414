// From what the operator asks for and what the account has to what will be done. Everything that is
// wrong is said at once, before anything has changed.

import { randomBytes } from 'node:crypto'
import { readConfig } from '../../src/env.ts'
import type { CloudflareApi } from './cloudflare-api.ts'
import { Mistake } from './mistake.ts'
import type { Names, WranglerToml } from './names.ts'
import type { DeployOptions, Jurisdiction } from './options.ts'
import type { Questions } from './questions.ts'
import { REQUIRED, type Secrets } from './secrets.ts'
import type { Survey } from './survey.ts'

export interface Plan {
  readonly origin: string
  readonly jurisdiction: Jurisdiction
  /** All of them. */
  readonly vars: Readonly<Record<string, string>>
  /** Names of those that differ from what is deployed. */
  readonly changedVars: readonly string[]
  /** Custom domains, the public one first. Empty under workers.dev. */
  readonly domains: readonly string[]
  readonly workersDev: boolean
  /** Secrets that the Worker does not have yet and that are known. */
  readonly newSecrets: Secrets
  /** Required secrets that nobody has made. */
  readonly missingSecrets: readonly string[]
  /** Known secrets that the Worker has already, whose values stay as they are. */
  readonly untouchedSecrets: readonly string[]
}

export interface PlanInput {
  readonly options: DeployOptions
  readonly names: Names
  readonly toml: WranglerToml
  readonly survey: Survey
  readonly secrets: Secrets
  readonly api: CloudflareApi
  readonly questions: Questions
}

/** Decides. Asks the operator what nothing else says. */
export async function makePlan(input: PlanInput): Promise<Plan> {
  const { options, survey, secrets } = input
  const origin = await decideOrigin(input)
  const jurisdiction = await decideJurisdiction(input)
  const written = textsOf(input.toml.vars)
  const deployed = survey.worker?.vars ?? {}
  const vars: Readonly<Record<string, string>> = {
    ...written,
    // What an earlier `--var` has set stays, where wrangler.toml says nothing.
    ...pick(deployed, (name) => !written[name]),
    ...options.vars,
    PUBLIC_ORIGIN: origin,
    ALLOW_LOOPBACK: 'off',
    // Cloudflare has them everywhere; workerd alone, and so wrangler.toml, has none.
    JURISDICTIONS: 'on',
  }
  const has = survey.worker?.secrets ?? []
  const missingSecrets = REQUIRED.filter((name) => !has.includes(name) && !secrets[name])
  checkVariables({ vars, secrets, missingSecrets, has, mail: bindsMail(input.toml) })
  const workersDev = new URL(origin).hostname.endsWith('.workers.dev')
  const origins = [origin, ...(vars.ALIAS_ORIGINS ?? '').split(/\s+/).filter((text) => text !== '')]
  const hosts = origins.map((text) => new URL(text).hostname)
  return {
    origin,
    jurisdiction,
    vars,
    changedVars: survey.worker
      ? Object.keys(vars).filter((name) => vars[name] !== (deployed[name] ?? ''))
      : [],
    domains: hosts.filter((host) => !host.endsWith('.workers.dev')),
    workersDev,
    newSecrets: pick(secrets, (name) => !has.includes(name)),
    missingSecrets,
    untouchedSecrets: Object.keys(secrets).filter((name) => has.includes(name)),
  }
}

async function decideOrigin(input: PlanInput): Promise<string> {
  const { options, survey, toml, questions } = input
  const deployed = survey.worker?.vars.PUBLIC_ORIGIN
  const written = textsOf(toml.vars).PUBLIC_ORIGIN
  const fromToml = written?.startsWith('https://') ? written : undefined
  const wanted =
    options.origin ??
    fromToml ??
    deployed ??
    (process.env.WORKERS_CI ? 'workers.dev' : await questions.askOrigin())
  const origin = wanted === 'workers.dev' ? await workersDevOrigin(input) : wanted
  if (deployed !== undefined && deployed !== origin && !options.changeOrigin)
    throw new Mistake(
      `This deployment is reached at ${deployed}, and you ask for ${origin}.\n` +
        'SSO keys keep the address that they were issued under. To move all the same, keep the old one served ' +
        `(--var "ALIAS_ORIGINS=${deployed}") and add --change-origin.`,
    )
  return origin
}

async function workersDevOrigin({ api, survey, names }: PlanInput): Promise<string> {
  const { subdomain } = await api
    .get<{ subdomain: string }>(`/accounts/${survey.accountId}/workers/subdomain`)
    .catch((fault: unknown) => {
      throw new Mistake(
        'The account has no name under workers.dev. Register one in the dashboard (Workers & Pages), or deploy to a domain with --origin.',
        { cause: fault },
      )
    })
  return `https://${names.worker}.${subdomain}.workers.dev`
}

async function decideJurisdiction({
  options,
  survey: { database },
  questions,
}: PlanInput): Promise<Jurisdiction> {
  if (database === undefined)
    return options.jurisdiction ?? (process.env.WORKERS_CI ? 'none' : questions.askJurisdiction())
  const present = (database.jurisdiction ?? 'none') as Jurisdiction
  if (options.jurisdiction !== undefined && options.jurisdiction !== present)
    throw new Mistake(
      `The database ${database.name} is in the jurisdiction "${present}", not "${options.jurisdiction}". ` +
        'Cloudflare cannot move it: leave --jurisdiction out, or deploy under another --env.',
    )
  return present
}

/**
 * The Worker's own check of its variables, before they are deployed. Secrets that Cloudflare keeps
 * count as right.
 */
function checkVariables(given: {
  readonly vars: Readonly<Record<string, string>>
  readonly secrets: Secrets
  readonly missingSecrets: readonly string[]
  readonly has: readonly string[]
  readonly mail: boolean
}): void {
  const { vars, secrets, missingSecrets, has, mail } = given
  const unseen = [...missingSecrets, ...has].map((name) => [
    name,
    name === 'DELIVERY_SECRET'
      ? `whsec_${randomBytes(24).toString('base64')}`
      : randomBytes(32).toString('hex'),
  ])
  const binding = mail ? { MAIL: { send: async () => undefined } } : {}
  const checked = readConfig({ ...vars, ...Object.fromEntries(unseen), ...secrets, ...binding })
  if ('mistakes' in checked)
    throw new Mistake(
      `The Worker would refuse to start:\n${checked.mistakes.map((says) => `  ${says}`).join('\n')}`,
    )
}

const bindsMail = ({ send_email: bindings = [] }: WranglerToml): boolean =>
  bindings.some(({ name }) => name === 'MAIL')

const textsOf = (vars: WranglerToml['vars'] = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(vars).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )

const pick = <T>(
  from: Readonly<Record<string, T>>,
  keep: (name: string) => boolean,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => keep(name)))
