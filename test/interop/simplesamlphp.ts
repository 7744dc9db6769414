// A real SimpleSAMLphp as IdP on loopback, under PHP's own web server. Everything it reads and
// writes is in one temporary folder; a change of the configuration takes effect with the next
// request.

import { strict as assert } from 'node:assert'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '../../dev/browser.ts'
import { idpCrypto } from '../../dev/idp/idp-crypto.ts'
import { generateIdpKey } from '../../dev/idp/keys.ts'
import type { Lifetime } from '../../dev/lifetime.ts'
import type { Peer, ServiceProvider } from './peer.ts'
import { type PhpValue, phpFile } from './php-config.ts'

const INSTALLED = '/usr/share/simplesamlphp'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
const START_TIMEOUT_MS = 15_000
/** Whoever logs in, types this. */
const PERSON = { username: 'person', password: 'secret' }

/** What must be installed, in the words of Debian. */
export const PACKAGES =
  'simplesamlphp php-cli php-xml php-mbstring php-curl php-sqlite3 xmlsec1 openssl'

/**
 * How the IdP signs: its key files by name, and SimpleSAMLphp's own options for the service
 * provider.
 */
export interface Signing {
  readonly key: string
  /** Published beside `key`, not yet used for signing. */
  readonly nextKey?: string
  readonly options?: { readonly [key: string]: PhpValue }
}

export interface SimpleSamlPhp extends Peer {
  /** Where a person signs out at the IdP, and so everywhere. */
  readonly logoutUrl: string
  /** Where a person begins at the IdP what ends at a service provider. */
  loginUrl(entityID: string): string
  /** Makes a key pair under a name that `Signing` may use. */
  addKey(name: string): Promise<void>
  /** How it signs, for every service provider, from the next request on. */
  sign(signing: Signing): void
}

/** Tells whether PHP and SimpleSAMLphp are there. */
export const isInstalled = (): boolean => existsSync(INSTALLED) && existsSync('/usr/bin/php')

/** Starts the IdP; it serves nobody yet, and signs with its first key. */
export async function startSimpleSamlPhp(
  input: { readonly folder: string; readonly port: number },
  lifetime: Lifetime,
): Promise<SimpleSamlPhp> {
  const { folder } = input
  const base = `http://127.0.0.1:${input.port}/`
  const metadataUrl = `${base}saml2/idp/metadata.php`
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  for (const name of ['metadata', 'cert', 'log', 'data', 'tmp', 'sessions'])
    mkdirSync(path.join(folder, name), { recursive: true })
  write('config.php', phpFile('config', settings(folder, base)))
  const providers: ServiceProvider[] = []
  let signing: Signing = { key: 'first' }
  const configure = (): void => {
    write('metadata/saml20-idp-hosted.php', phpFile('metadata', hosted(metadataUrl, signing)))
    write('metadata/saml20-sp-remote.php', phpFile('metadata', remote(providers, signing)))
  }

  const idp: SimpleSamlPhp = {
    domain: 'interop.example',
    metadataUrl,
    say(attributes) {
      const source = {
        0: 'exampleauth:UserPass',
        [`${PERSON.username}:${PERSON.password}`]: attributes,
      }
      write('authsources.php', phpFile('config', { 'example-userpass': source }))
    },
    async answer(browser, asked) {
      // It still knows the person.
      if (asked.body.includes('name="SAMLResponse"')) return asked
      const answer = await browser.submit(asked, PERSON, (form) => 'username' in form.fields)
      assert.ok(answer.body.includes('name="SAMLResponse"'), `no answer: ${titleOf(answer)}`)
      return answer
    },
    logoutUrl: `${base}saml2/idp/initSLO.php?RelayState=${encodeURIComponent(base)}`,
    loginUrl: (entityID) =>
      `${base}saml2/idp/SSOService.php?spentityid=${encodeURIComponent(entityID)}`,
    async addKey(name) {
      const key = await generateIdpKey(`SimpleSAMLphp ${name}`)
      const pkcs8 = await idpCrypto.subtle.exportKey('pkcs8', key.privateKey)
      write(`cert/${name}.key`, pem('PRIVATE KEY', Buffer.from(pkcs8).toString('base64')))
      write(`cert/${name}.crt`, pem('CERTIFICATE', key.certificate))
    },
    serve(provider) {
      providers.push(provider)
      configure()
    },
    sign(changed) {
      signing = changed
      configure()
    },
  }
  await idp.addKey('first')
  idp.say({})
  configure()
  startPhp(folder, input.port, lifetime)
  await waitFor(metadataUrl)
  return idp
}

/** The settings without which Debian's package refuses to be an IdP on plain http. */
const settings = (folder: string, baseurlpath: string): PhpValue => ({
  baseurlpath,
  certdir: `${folder}/cert/`,
  loggingdir: `${folder}/log/`,
  datadir: `${folder}/data/`,
  tempdir: `${folder}/tmp`,
  metadatadir: `${folder}/metadata/`,
  attributenamemapdir: '/etc/simplesamlphp/attributemap/',
  secretsalt: randomBytes(16).toString('hex'),
  'auth.adminpassword': randomBytes(16).toString('hex'),
  'admin.checkforupdates': false,
  'enable.saml20-idp': true,
  'module.enable': { exampleauth: true, core: true, saml: true },
  'session.cookie.secure': false,
  'session.cookie.samesite': null,
  'language.cookie.secure': false,
  'language.cookie.samesite': null,
  'session.phpsession.savepath': `${folder}/sessions`,
  'store.type': 'phpsession',
  'logging.handler': 'file',
  'logging.logfile': 'ssp.log',
  'logging.level': 6,
  timezone: 'UTC',
  production: true,
  showerrors: true,
  errorreporting: false,
  'language.available': ['en'],
  'trusted.url.domains': [],
  'authproc.idp': [],
})

const hosted = (entityID: string, { key, nextKey }: Signing): PhpValue => ({
  [entityID]: {
    host: '__DEFAULT__',
    privatekey: `${key}.key`,
    certificate: `${key}.crt`,
    ...(nextKey === undefined
      ? {}
      : { new_privatekey: `${nextKey}.key`, new_certificate: `${nextKey}.crt` }),
    auth: 'example-userpass',
    SingleSignOnServiceBinding: [REDIRECT, POST],
    'attributes.NameFormat': 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
  },
})

const remote = (providers: readonly ServiceProvider[], { options }: Signing): PhpValue =>
  Object.fromEntries(
    providers.map((provider) => [
      provider.entityID,
      {
        AssertionConsumerService: [{ Binding: POST, Location: provider.acsUrl, index: 0 }],
        SingleLogoutService: [{ Binding: REDIRECT, Location: provider.sloUrl }],
        'sign.logout': true,
        'validate.logout': true,
        keys: [
          {
            type: 'X509Certificate',
            signing: true,
            encryption: false,
            X509Certificate: provider.certificate,
          },
        ],
        'validate.authnrequest': true,
        NameIDFormat: PERSISTENT,
        'simplesaml.nameidattribute': 'userId',
        ...options,
      },
    ]),
  )

function startPhp(folder: string, port: number, lifetime: Lifetime): void {
  const args = [
    ...['opcache.enable=0', 'display_errors=0', 'error_reporting=8191', 'log_errors=1'],
    ...[`error_log=${folder}/log/php.log`, `session.save_path=${folder}/sessions`],
  ].flatMap((setting) => ['-d', setting])
  const php = spawn('php', [...args, '-S', `127.0.0.1:${port}`, '-t', `${INSTALLED}/www`], {
    env: { ...process.env, SIMPLESAMLPHP_CONFIG_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(path.join(folder, 'log', 'server.log'))
  php.stdout.pipe(log, { end: false })
  php.stderr.pipe(log, { end: false })
  const gone = new Promise<void>((resolve) => php.once('exit', () => resolve()))
  lifetime.add(async () => {
    php.kill('SIGTERM')
    await gone
  })
}

async function waitFor(url: string): Promise<void> {
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until; ) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`SimpleSAMLphp does not answer at ${url}.`)
}

const titleOf = ({ body }: Page): string => /<h2[^>]*>([^<]*)/.exec(body)?.[1] ?? 'unknown page'

const pem = (label: string, base64: string): string =>
  `-----BEGIN ${label}-----\n${base64.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END ${label}-----\n`
