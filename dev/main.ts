// `npm run dev`: everything on this machine, from nothing to a login, and the addresses in one
// table.

import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createApiClient } from './api-client.ts'
import { ACME, HARBOUR } from './demo/names.ts'
import { inviteOperator, OPERATOR_EMAIL } from './demo/operator.ts'
import { populate } from './demo/populate.ts'

import { describeBusyPorts, readPorts } from './dev-ports.ts'
import { beginLifetime, type Lifetime } from './lifetime.ts'
import { describeOldData, holdsOldData } from './local-data.ts'
import { ensureSecretsFile } from './secrets-file.ts'
import { startTest } from './seed.ts'
import { type Stack, startStack } from './stack.ts'
import { bold, dim, messageOf, red, step } from './steps.ts'
import { ROOT } from './worker.ts'

const NEEDED_NODE = 24
const USAGE = `npm run dev -- [options]

  --port-base 8787  first of four ports in a row: moves all of the following at once
  --port 8787       port of the Worker on localhost
  --idp-port 8788   port of the demo IdP on 127.0.0.1
  --app-port 8789   port of the demo application on 127.0.0.1
  --dns-port 8790   port of the resolver and the mailbox on 127.0.0.1
  --fresh           start over: forget the local data of these ports
  --help            this text`

const OPTIONS = {
  'port-base': { type: 'string' },
  port: { type: 'string' },
  'idp-port': { type: 'string' },
  'app-port': { type: 'string' },
  'dns-port': { type: 'string' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const NEXT = `  Next: open the application and log in as Jane. Then open the console as the operator: choose Harbour Foods,
  whose set-up has only begun, and take it to a login of your own. The demo IdP hands out what it asks for.`

/** A mistake of the person at the keyboard: its text is all that is shown. */
class Mistake extends Error {}

const lifetime = beginLifetime()
try {
  await run(lifetime)
} catch (fault) {
  await lifetime.end()
  console.error(red(fault instanceof Mistake ? fault.message : messageOf(fault)))
  process.exitCode = 1
}

async function run(lifetime: Lifetime): Promise<void> {
  const options = readOptions()
  if (options.help) return console.log(USAGE)
  if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE)
    throw new Mistake(
      `This needs Node ${NEEDED_NODE}, which \`npm ci\` installs for this project. Start it with \`npm run dev\`.`,
    )
  const read = readPorts(options)
  if ('mistakes' in read) throw new Mistake(read.mistakes.join('\n'))
  const { ports } = read
  const busy = await describeBusyPorts(ports)
  if (busy !== undefined) throw new Mistake(busy)
  // One folder per set of ports: origins are part of what is stored (an SSO key keeps its URLs for
  // ever).
  const folder = path.join(ROOT, '.edge-sso', `dev-${ports.worker}-${ports.idp}-${ports.app}`)
  const secretsFile = path.join(ROOT, '.dev.vars')
  if (options.fresh) rmSync(folder, { recursive: true, force: true })
  await step('Secrets are in .dev.vars', async () => {
    if (ensureSecretsFile(secretsFile) && existsSync(folder))
      throw new Mistake(
        '.dev.vars was missing, so the local data can no longer be opened. Start over with --fresh.',
      )
  })
  if (holdsOldData(folder)) throw new Mistake(describeOldData('npm run dev -- --fresh'))
  const stack = await startStack({ ports, folder, secretsFile }, lifetime)
  const setupUrl = await step('People have logged in, and a second customer has begun', () =>
    populate(stack),
  )
  await printTable(stack, setupUrl)
  await stack.ended
  if (!lifetime.isEnding())
    throw new Mistake(`The Worker has ended by itself. Its log: ${folder}/worker.log`)
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values
  } catch (error) {
    throw new Mistake(`${messageOf(error)}\n\n${USAGE}`)
  }
}

async function printTable(stack: Stack, setupUrl: string | undefined): Promise<void> {
  const { seeded, workerOrigin, idpOrigin, appOrigin, dnsOrigin } = stack
  const connector = `/tenants/${seeded.tenantId}/connectors/${seeded.connectorId}`
  const test = await startTest(createApiClient(workerOrigin, seeded.apiKey), connector)
  const operator = await inviteOperator({ ...stack, apiKey: seeded.apiKey })
  const administrator = `${seeded.ssoKey.login_url}?return_to=${encodeURIComponent('/console/')}`
  const rows = [
    ['Console', `${workerOrigin}/console/`],
    ['  operator', `${operator}  ${dim(`(${OPERATOR_EMAIL}, every tenant)`)}`],
    ['  Maria', `${administrator}  ${dim(`(choose Maria Lopez, who administers ${ACME.tenant})`)}`],
    ...(setupUrl === undefined
      ? []
      : [['  set-up link', `${setupUrl}  ${dim(`(${HARBOUR.tenant}, no account)`)}`]]),
    ['Application', `${appOrigin}/`],
    ['Login URL', seeded.ssoKey.login_url],
    ['By e-mail', `${workerOrigin}/login  ${dim('(any address of acme.example)')}`],
    ['Test URL', `${test.test_url}  ${dim('(once, 15 minutes)')}`],
    ['Its IdP', `${idpOrigin}/  ${dim('(metadata and certificate, and logins that it begins)')}`],
    ['EntityID', seeded.ssoKey.entity_id],
    ['Sign-On URL', seeded.ssoKey.sign_on_url],
    ['API', `${workerOrigin}/api/v1`],
    ['API key', seeded.apiKey],
    ['Operator key', `OPERATOR_KEY in .dev.vars  ${dim('(mints API keys)')}`],
    ['OpenAPI', `${workerOrigin}/api/v1/openapi.json`],
    [
      'Authenticator',
      `${dnsOrigin}/authenticator  ${dim('(codes of a second factor, without a telephone)')}`,
    ],
    ['Mails', `${dnsOrigin}/mail`],
    ['DNS', `${dnsOrigin}/records/{name}  ${dim('(PUT a text: a TXT record)')}`],
  ]
  const lines = rows.map(([name = '', value = '']) => `  ${bold(name.padEnd(13))} ${value}`)
  console.log(
    `\n${lines.join('\n')}\n\n${NEXT}\n\n${dim('Ctrl-C ends everything; the data is kept.')}`,
  )
}
