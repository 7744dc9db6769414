// The deployment, step by step. Every step finds what an earlier run has done, so a run that failed
// is continued by the same command. Nothing is deployed after a step that failed.

import { rmSync } from 'node:fs'
import path from 'node:path'
import { step } from '../steps.ts'
import { askFor, type CheckInput, checksOf } from './check.ts'
import { type CloudflareApi, createApi } from './cloudflare-api.ts'
import { checkDomains, setDomains } from './domains.ts'
import { Mistake } from './mistake.ts'
import { type Names, readNames, readToml, type WranglerToml } from './names.ts'
import type { DeployOptions } from './options.ts'
import { makePlan, type Plan } from './plan.ts'
import { createQuestions, type Questions } from './questions.ts'
import { describePlan, nextSteps } from './say.ts'
import { makeSecrets, readSecrets, type Secrets, withSecretsFile } from './secrets.ts'
import { findAccount, type Survey, survey } from './survey.ts'
import { readToken, runWrangler } from './wrangler.ts'
import { writeConfig } from './write-config.ts'

/** What every step works with. */
interface Work {
  readonly options: DeployOptions
  readonly env: NodeJS.ProcessEnv
  readonly toml: WranglerToml
  readonly names: Names
  readonly api: CloudflareApi
  readonly questions: Questions
}

/** Runs the command; throws a `Mistake` for what the operator can mend. */
export async function runDeploy(options: DeployOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const work = await prepare(options, env)
  const accountId = await step('The account is reached', () =>
    findAccount(work.api, options.account),
  )
  const found = await step('What is there already is looked at', () =>
    survey(work.api, accountId, work.names),
  )
  if (options.checkOnly) return checkOnly(work, found)
  const known = readSecrets({
    kept: work.names.secretsFile,
    env,
    ...(options.secretsFile !== undefined && { named: options.secretsFile }),
  })
  const plan = await makePlan({ ...work, survey: found, secrets: known })
  const domain = { ...domainInput(work, accountId, plan) }
  await step('The host names are free, or ours', () => checkDomains(work.api, domain))
  console.log(describePlan({ plan, names: work.names, survey: found, options }))
  if (options.dryRun) return dryRun(work, found, plan)
  if (found.worker === undefined && !(await work.questions.confirm('Deploy this?')))
    throw new Mistake('Nothing was changed.')
  const made = await deploy(work, { found, plan, known })
  await check(work, { origin: plan.origin, accountId, databaseId: made.databaseId })
  console.log(nextSteps({ plan, names: work.names, made: made.madeSecrets }))
}

async function prepare(options: DeployOptions, env: NodeJS.ProcessEnv): Promise<Work> {
  const toml = readToml(options.environment)
  const names = readNames(toml, options.environment, env)
  const token = await step('You are logged in', () => readToken(env))
  const questions = createQuestions(options.interactive)
  return { options, env, toml, names, api: createApi(token, env), questions }
}

const domainInput = ({ options, names }: Work, accountId: string, plan: Plan) => ({
  accountId,
  worker: names.worker,
  hosts: options.domain === 'leave' ? [] : plan.domains,
  take: options.domain === 'take',
})

interface Deploying {
  readonly found: Survey
  readonly plan: Plan
  readonly known: Secrets
}

/** Changes the account: secrets, D1 and KV, migrations, the Worker, its domains. */
async function deploy(work: Work, { found, plan, known }: Deploying) {
  const { names, api, env } = work
  const { accountId } = found
  const making = plan.missingSecrets.length > 0
  if (making) refuseToMake(env, found, plan)
  const secrets = making
    ? await step(`Secrets are made and kept in ${relative(names.secretsFile)}`, async () =>
        makeSecrets(known, names.secretsFile),
      )
    : known
  const databaseId = await step(`D1 database ${names.database}`, () => database(work, found, plan))
  const namespaceId = await step(`KV namespace ${names.namespace}`, () => namespace(work, found))
  const config = {
    ...{ toml: work.toml, names, accountId, databaseId, namespaceId },
    ...{ vars: plan.vars, workersDev: plan.workersDev, domains: [] as readonly string[] },
  }
  writeConfig(config)
  const wrangler = (...args: string[]) => runWrangler([...args, '--config', names.configFile], env)
  await step('D1 migrations are applied', () =>
    wrangler('d1', 'migrations', 'apply', 'DB', '--remote'),
  )
  const fresh = Object.fromEntries(
    Object.entries(secrets).filter(([name]) => !found.worker?.secrets.includes(name)),
  )
  await step(`The Worker ${names.worker} is deployed`, () => upload(names, fresh, wrangler))
  const domain = domainInput(work, accountId, plan)
  if (domain.hosts.length > 0) {
    await step(`${domain.hosts.join(', ')} leads to it`, () => setDomains(api, domain))
    // From now on the file says what is true, for wrangler's other commands.
    writeConfig({ ...config, domains: domain.hosts })
  }
  return { databaseId, madeSecrets: making }
}

/** A secret that is made must be kept by somebody, and must not be the second of its kind. */
function refuseToMake(env: NodeJS.ProcessEnv, found: Survey, { missingSecrets }: Plan): void {
  if (env.CI || env.WORKERS_CI)
    throw new Mistake(
      `${missingSecrets.join(' and ')} must be given: in the environment, or with --secrets-file. A secret that was made ` +
        'on a machine of continuous integration would be lost with it, and MASTER_KEY opens everything that is sealed.',
    )
  if (found.holdsData && missingSecrets.includes('MASTER_KEY'))
    throw new Mistake(
      `The database ${found.database?.name} holds tenants whose private keys are sealed under a MASTER_KEY that the Worker does ` +
        'not have. Give that key with --secrets-file. With a new one they would be lost.',
    )
}

async function database({ api, names }: Work, found: Survey, plan: Plan): Promise<string> {
  if (found.database !== undefined) return found.database.uuid
  const jurisdiction = plan.jurisdiction === 'none' ? {} : { jurisdiction: plan.jurisdiction }
  const path = `/accounts/${found.accountId}/d1/database`
  const made = await api.send<{ uuid: string }>('POST', path, {
    name: names.database,
    ...jurisdiction,
  })
  return made.uuid
}

async function namespace({ api, names }: Work, found: Survey): Promise<string> {
  if (found.namespaceId !== undefined) return found.namespaceId
  const path = `/accounts/${found.accountId}/storage/kv/namespaces`
  const made = await api.send<{ id: string }>('POST', path, { title: names.namespace })
  return made.id
}

/** Secrets that the Worker has stay: wrangler inherits them. Only new ones are handed over. */
async function upload(
  names: Names,
  fresh: Secrets,
  wrangler: (...args: string[]) => Promise<string>,
): Promise<void> {
  if (Object.keys(fresh).length === 0) {
    await wrangler('deploy')
    return
  }
  const file = path.join(names.folder, `${names.environment}.handed-over`)
  await withSecretsFile(file, fresh, () => wrangler('deploy', '--secrets-file', file))
}

async function dryRun(work: Work, found: Survey, plan: Plan): Promise<void> {
  const { names, env } = work
  // Ids that do not exist yet are not looked at by a dry run of wrangler.
  const unknown = '0'.repeat(32)
  const file = path.join(names.folder, `${names.environment}.dry-run.json`)
  writeConfig({
    ...{ toml: work.toml, names: { ...names, configFile: file }, accountId: found.accountId },
    databaseId: found.database?.uuid ?? unknown,
    namespaceId: found.namespaceId ?? unknown,
    ...{ vars: plan.vars, workersDev: plan.workersDev, domains: plan.domains },
  })
  await step('The Worker can be built', () =>
    runWrangler(['deploy', '--dry-run', '--config', file], env),
  ).finally(() => rmSync(file, { force: true }))
  console.log('\nThis was a dry run: nothing was changed.')
}

async function checkOnly(work: Work, found: Survey): Promise<void> {
  const origin = work.options.origin ?? found.worker?.vars.PUBLIC_ORIGIN
  if (origin === undefined || origin === 'workers.dev' || found.database === undefined)
    throw new Mistake('There is no deployment to check. Deploy first, without --check.')
  await check(work, { origin, accountId: found.accountId, databaseId: found.database.uuid })
}

async function check(
  { api, options }: Work,
  at: { readonly origin: string; readonly accountId: string; readonly databaseId: string },
): Promise<void> {
  const ssoId = await findSsoKey(api, at)
  const input: CheckInput = {
    origin: at.origin,
    waitSeconds: options.waitSeconds,
    ...(options.checkVia !== undefined && { via: options.checkVia }),
    ...(ssoId !== undefined && { ssoId }),
  }
  const ask = askFor(input)
  for (const { title, run } of checksOf(input)) await step(title, () => run(ask))
}

/** The address of some SSO key, which is public: a document to look at from outside. */
async function findSsoKey(
  api: CloudflareApi,
  { accountId, databaseId }: { readonly accountId: string; readonly databaseId: string },
): Promise<string | undefined> {
  const [result] = await api.send<readonly { results?: readonly { id: string }[] }[]>(
    'POST',
    `/accounts/${accountId}/d1/database/${databaseId}/query`,
    { sql: 'SELECT id FROM sso_keys ORDER BY id LIMIT 1' },
  )
  return result?.results?.[0]?.id
}

const relative = (file: string): string => path.relative(process.cwd(), file)
