// What the operator reads before and after: what will be done, what to keep, what to do next. Never
// the value of a secret.

import path from 'node:path'
import { bold } from '../steps.ts'
import type { Names } from './names.ts'
import type { DeployOptions } from './options.ts'
import type { Plan } from './plan.ts'
import type { Survey } from './survey.ts'
import { wranglerVersion } from './wrangler.ts'

/** The plan as a table: what is there stays, what is missing is made. */
export function describePlan({
  plan,
  names,
  survey,
  options,
}: {
  readonly plan: Plan
  readonly names: Names
  readonly survey: Survey
  readonly options: DeployOptions
}): string {
  const isNew = (present: unknown) => (present === undefined ? 'will be made' : 'is there')
  const where =
    plan.jurisdiction === 'none' ? 'no jurisdiction' : `jurisdiction ${plan.jurisdiction}`
  const rows: readonly (readonly [string, string])[] = [
    ['Deployment', names.environment],
    ['Account', survey.accountId],
    ['Address', plan.origin],
    [
      'Worker',
      `${names.worker} (${survey.worker === undefined ? 'will be made' : 'a new version'})`,
    ],
    ['D1', `${names.database}, ${where} (${isNew(survey.database)})`],
    ['KV', `${names.namespace} (${isNew(survey.namespaceId)})`],
    ['Domains', describeDomains(plan, options)],
    [
      'Variables',
      plan.changedVars.length === 0 ? 'as they are' : `${plan.changedVars.join(', ')} (changed)`,
    ],
    ['Secrets', describeSecrets(plan, names)],
    ['wrangler', wranglerVersion()],
  ]
  return `\n${table(rows)}\n`
}

function describeDomains({ domains }: Plan, options: DeployOptions): string {
  if (domains.length === 0) return 'none: workers.dev'
  if (options.domain === 'leave') return `${domains.join(', ')} (left alone)`
  const taken = options.domain === 'take' ? ' (taken from whatever they lead to)' : ''
  return `${domains.join(', ')}${taken}`
}

function describeSecrets(plan: Plan, names: Names): string {
  const parts = [
    [plan.missingSecrets, `made, and kept in ${shown(names.secretsFile)}`],
    [Object.keys(plan.newSecrets), 'handed over'],
    [plan.untouchedSecrets, 'already set: your value is not sent'],
  ] as const
  const said = parts.flatMap(([list, what]) =>
    list.length === 0 ? [] : [`${list.join(', ')} (${what})`],
  )
  return said.length === 0 ? 'as they are' : said.join(', ')
}

/** What to do after a deployment that answers. */
export function nextSteps({
  plan,
  names,
  made,
}: {
  readonly plan: Plan
  readonly names: Names
  readonly made: boolean
}): string {
  const file = shown(names.secretsFile)
  const keep = [
    `${bold('Keep the secrets.')} Copy ${file} to where you keep such things, then delete it.`,
    'Without MASTER_KEY every private key of this deployment is lost. Later deployments do not need the file.',
  ]
  const key = [
    `${bold('Make an API key.')} It is shown once:`,
    // By a pipe: the arguments of a process are for everybody on the machine to read.
    `  sed -n 's/^OPERATOR_KEY=/Authorization: Bearer /p' ${file} |`,
    `    curl -sS ${plan.origin}/api/v1/api-keys -H @- -H 'Content-Type: application/json' \\`,
    `      -d '{"name":"operations","scopes":["read","configure"]}'`,
    'Then make a tenant, its SSO key and its connector: docs/api.md.',
  ]
  const later = [
    `${bold('Afterwards')} deploy with the same command, look with \`npm run deploy -- --check\`, and read docs/deploy.md on staging,`,
    'gradual versions and taking a version back. For wrangler itself:',
    `  npx wrangler tail --config ${shown(names.configFile)}`,
  ]
  return `\n${[...(made ? [keep.join('\n'), key.join('\n')] : []), later.join('\n')].join('\n\n')}`
}

const table = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([name, value]) => `  ${bold(name.padEnd(11))} ${value}`).join('\n')

const shown = (file: string): string => path.relative(process.cwd(), file)
