// `npm run dev`: everything on this machine, from nothing to a login, and the addresses in one table.

import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createApiClient } from './api-client.ts'
import { beginLifetime, type Lifetime } from './lifetime.ts'
import { isPortFree } from './ports.ts'
import { ensureSecretsFile } from './secrets-file.ts'
import { startTest } from './seed.ts'
import { type Stack, startStack } from './stack.ts'
import { bold, dim, messageOf, red, step } from './steps.ts'
import { ROOT } from './worker.ts'

const NEEDED_NODE = 24
const USAGE = `npm run dev -- [options]

  --port 8787       port of the Worker on localhost
  --idp-port 8788   port of the demo IdP on 127.0.0.1
  --app-port 8789   port of the demo application on 127.0.0.1
  --dns-port 8790   port of the resolver and the mailbox on 127.0.0.1
  --fresh           start over: forget the local data of these ports
  --help            this text`

const OPTIONS = {
  port: { type: 'string', default: '8787' },
  'idp-port': { type: 'string', default: '8788' },
  'app-port': { type: 'string', default: '8789' },
  'dns-port': { type: 'string', default: '8790' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

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
  const ports = {
    worker: readPort('port', options.port),
    idp: readPort('idp-port', options['idp-port']),
    app: readPort('app-port', options['app-port']),
    dns: readPort('dns-port', options['dns-port']),
  }
  await checkPorts(ports)
  // One folder per set of ports: origins are part of what is stored (an SSO key keeps its URLs for ever).
  const folder = path.join(ROOT, '.edge-sso', `dev-${ports.worker}-${ports.idp}-${ports.app}`)
  const secretsFile = path.join(ROOT, '.dev.vars')
  if (options.fresh) rmSync(folder, { recursive: true, force: true })
  await step('Secrets are in .dev.vars', async () => {
    if (ensureSecretsFile(secretsFile) && existsSync(folder))
      throw new Mistake(
        '.dev.vars was missing, so the local data can no longer be opened. Start over with --fresh.',
      )
  })
  const stack = await startStack({ ports, folder, secretsFile }, lifetime)
  await printTable(stack)
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

function readPort(option: string, text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Mistake(`--${option} must be a port number, not ${text}.`)
}

async function checkPorts(
  ports: Readonly<Record<'worker' | 'idp' | 'app' | 'dns', number>>,
): Promise<void> {
  if (new Set(Object.values(ports)).size < 4) throw new Mistake('The four ports must differ.')
  const options = { worker: 'port', idp: 'idp-port', app: 'app-port', dns: 'dns-port' } as const
  for (const who of ['worker', 'idp', 'app', 'dns'] as const)
    if (!(await isPortFree(ports[who])))
      throw new Mistake(
        `Port ${ports[who]} is taken. Choose another: npm run dev -- --${options[who]} ${ports[who] + 10}`,
      )
}

async function printTable({
  seeded,
  workerOrigin,
  idpOrigin,
  appOrigin,
  dnsOrigin,
}: Stack): Promise<void> {
  const connector = `/tenants/${seeded.tenantId}/connectors/${seeded.connectorId}`
  const test = await startTest(createApiClient(workerOrigin, seeded.apiKey), connector)
  const rows = [
    ['Application', `${appOrigin}/`],
    ['Login URL', seeded.ssoKey.login_url],
    ['By e-mail', `${workerOrigin}/login  ${dim('(any address of demo.example)')}`],
    ['Test URL', `${test.test_url}  ${dim('(once, 15 minutes)')}`],
    ['Demo IdP', `${idpOrigin}/  ${dim('(its metadata, and logins that it begins)')}`],
    ['EntityID', seeded.ssoKey.entity_id],
    ['Sign-On URL', seeded.ssoKey.sign_on_url],
    ['API', `${workerOrigin}/api/v1`],
    ['API key', seeded.apiKey],
    ['OpenAPI', `${workerOrigin}/api/v1/openapi.json`],
    ['Mails', `${dnsOrigin}/mail`],
    ['DNS', `${dnsOrigin}/records/{name}  ${dim('(PUT a text: a TXT record)')}`],
  ]
  const lines = rows.map(([name = '', value = '']) => `  ${bold(name.padEnd(12))} ${value}`)
  console.log(`\n${lines.join('\n')}\n\n${dim('Ctrl-C ends everything; the data is kept.')}`)
}
