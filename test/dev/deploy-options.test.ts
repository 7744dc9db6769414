// What `npm run deploy` reads: options, the environment, secrets files, wrangler.toml. Without
// Cloudflare.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checksOf } from '../../dev/deploy/check.ts'
import {
  type Names,
  rateLimitId,
  readNames,
  readToml,
  type WranglerToml,
} from '../../dev/deploy/names.ts'
import { readOptions } from '../../dev/deploy/options.ts'
import type { Plan } from '../../dev/deploy/plan.ts'
import { nextSteps } from '../../dev/deploy/say.ts'
import { makeSecrets, readSecrets, withSecretsFile } from '../../dev/deploy/secrets.ts'
import { buildConfig } from '../../dev/deploy/write-config.ts'
import { isId } from '../../src/tenants/ids.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-options-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('options', () => {
  it('come before the environment', () => {
    const env = { EDGE_SSO_ORIGIN: 'https://env.example.com', EDGE_SSO_JURISDICTION: 'eu' }
    expect(readOptions([], env)).toMatchObject({
      environment: 'production',
      origin: 'https://env.example.com',
      jurisdiction: 'eu',
      domain: 'set',
      dryRun: false,
    })
    expect(readOptions(['--origin', 'workers.dev', '--no-domain'], env)).toMatchObject({
      origin: 'workers.dev',
      domain: 'leave',
    })
  })

  it.each([
    'http://sso.example.com',
    'https://sso.example.com/',
    'https://sso.example.com/login',
    'https://SSO.example.com',
    'sso.example.com',
  ])('refuse the origin %s', (origin) => {
    expect(() => readOptions(['--origin', origin], {})).toThrow('without a path')
  })

  it('name every mistake at once', () => {
    expect(() =>
      readOptions(['--env', 'No', '--jurisdiction', 'mars', '--wait', 'x', '--var', 'a=b'], {}),
    ).toThrow(/--env[\s\S]*--jurisdiction[\s\S]*--wait[\s\S]*--var/)
  })

  it('take no secret as a variable, where it would be readable', () => {
    expect(() => readOptions(['--var', 'MASTER_KEY=x'], {})).toThrow('put it into the secrets file')
    expect(() => readOptions(['--var', 'DELIVERY_SECRET=x'], {})).toThrow('secrets file')
    expect(readOptions(['--var', 'DELIVERY_URL=https://a.example/?b=c'], {})?.vars).toEqual({
      DELIVERY_URL: 'https://a.example/?b=c',
    })
  })

  it('are not guessed from a mistyped one', () => {
    expect(() => readOptions(['--orgin', 'https://sso.example.com'], {})).toThrow('--orgin')
  })
})

describe('secrets', () => {
  const kept = path.join(folder, 'kept')

  it('are made once, long, different, and for their owner alone', () => {
    const made = makeSecrets({ DELIVERY_SECRET: 'whsec_x' }, kept)
    expect(made.MASTER_KEY).toMatch(/^[0-9a-f]{64}$/)
    expect(made.OPERATOR_KEY).not.toBe(made.MASTER_KEY)
    expect(statSync(kept).mode & 0o777).toBe(0o600)
    const again = makeSecrets(readSecrets({ kept, env: {} }), kept)
    expect(again).toEqual(made)
  })

  it('are read from the file that is named, and from nothing beside it', () => {
    const named = path.join(folder, 'named')
    writeFileSync(named, '# mine\n\nMASTER_KEY = "a b#c$d"\nexport OPERATOR_KEY=\'x=y=\'\n')
    expect(readSecrets({ named, kept, env: { DELIVERY_SECRET: 'z' } })).toEqual({
      MASTER_KEY: 'a b#c$d',
      OPERATOR_KEY: 'x=y=',
    })
    writeFileSync(named, 'MASTER_KEY=a\nnonsense\n')
    expect(() => readSecrets({ named, kept, env: {} })).toThrow('Line 2 of')
    expect(() => readSecrets({ named: `${named}-gone`, kept, env: {} })).toThrow('does not exist')
  })

  it('reach wrangler byte for byte, in a file that goes again', async () => {
    const file = path.join(folder, 'handed-over')
    const secrets = { MASTER_KEY: `$OPERATOR_KEY'"\\n` }
    await withSecretsFile(file, secrets, async () => {
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(secrets)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    })
    expect(() => statSync(file)).toThrow('ENOENT')
    const failing = withSecretsFile(file, secrets, async () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(() => statSync(file)).toThrow('ENOENT')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leave no file behind when %s ends the command meanwhile',
    async (signal) => {
      const file = path.join(folder, `handed-over-${signal}`)
      const module = JSON.stringify(path.resolve('dev/deploy/secrets.ts'))
      const waits = `const { withSecretsFile } = await import(${module})
        await withSecretsFile(${JSON.stringify(file)}, { A: 'x' }, () => {
          console.log('written')
          return new Promise(() => setInterval(() => {}, 1_000))
        })`
      const child = spawn(process.execPath, ['--input-type=module', '-e', waits])
      await once(child.stdout, 'data')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([null, signal])
      expect(() => statSync(file)).toThrow('ENOENT')
    },
  )

  it('go through no argument of a command that is proposed', () => {
    const plan = { origin: 'https://sso.example.com' } as Plan
    const names = {
      secretsFile: '/x/production.secrets',
      configFile: '/x/production.json',
    } as Names
    const proposed = nextSteps({ plan, names, made: true })
    expect(proposed).toContain('-H @-')
    expect(proposed).not.toMatch(/\$\{?OPERATOR_KEY/)
  })
})

describe('names and configuration', () => {
  const configOf = (toml: WranglerToml, environment: string) => {
    const names = readNames(toml, environment, {})
    return buildConfig({
      ...{ toml, names, accountId: 'acc', databaseId: 'db', namespaceId: 'kv' },
      ...{ vars: { PUBLIC_ORIGIN: 'https://a.example' }, workersDev: false },
      domains: ['a.example', 'b.example'],
    })
  }

  it('write wrangler.toml with the ids and domains of one deployment', () => {
    const config = configOf(readToml('production'), 'production')
    expect(config).toMatchObject({
      name: 'edge-sso',
      account_id: 'acc',
      main: '../../dist/worker/index.js',
      build: { command: 'npm run --silent build', cwd: path.resolve(import.meta.dirname, '../..') },
      workers_dev: false,
      routes: [
        { pattern: 'a.example', custom_domain: true },
        { pattern: 'b.example', custom_domain: true },
      ],
      d1_databases: [
        {
          binding: 'DB',
          database_name: 'edge-sso',
          database_id: 'db',
          migrations_dir: '../../migrations',
        },
      ],
      kv_namespaces: [{ binding: 'LOGIN_CONFIG', id: 'kv' }],
      secrets: { required: ['MASTER_KEY', 'OPERATOR_KEY'] },
    })
    expect(config.vars).toMatchObject({ PUBLIC_ORIGIN: 'https://a.example', ALLOW_LOOPBACK: 'off' })
  })

  it('are others for another deployment, rate limits included', () => {
    const toml = readToml('staging')
    const config = configOf(toml, 'staging')
    expect(config).toMatchObject({
      name: 'edge-sso-staging',
      d1_databases: [{ database_name: 'edge-sso-staging' }],
    })
    const ids = (toml.ratelimits ?? []).map(({ namespace_id }) => namespace_id)
    for (const id of ids) {
      expect(rateLimitId(id, 'production')).toBe(id)
      expect(ids).not.toContain(rateLimitId(id, 'staging'))
    }
  })

  it('follow [env.NAME] of wrangler.toml, where there is one', () => {
    const file = path.join(folder, 'wrangler.toml')
    const text = readFileSync(path.resolve(import.meta.dirname, '../../wrangler.toml'), 'utf8')
    const own = [
      '[env.staging]',
      'name = "other"',
      '[env.staging.vars]',
      'EVENT_RETENTION_DAYS = "7"',
      '[[env.staging.d1_databases]]',
      'binding = "DB"',
      'database_name = "mine"',
      'database_id = "known"',
    ]
    writeFileSync(file, `${text}\n${own.join('\n')}\n`)
    const toml = readToml('staging', file)
    expect(toml.vars).toMatchObject({ EVENT_RETENTION_DAYS: '7', DNS_RESOLVER: expect.anything() })
    expect(readNames(toml, 'staging', {})).toMatchObject({
      worker: 'other',
      database: 'mine',
      databaseId: 'known',
      namespace: 'other-login-config',
    })
    expect(readNames(readToml('production', file), 'production', {})).toMatchObject({
      worker: 'edge-sso',
      database: 'edge-sso',
    })
  })
})

it('a check of an empty deployment asks for an SSO key that could exist, so that storage is read', async () => {
  const asked: string[] = []
  const last = checksOf({ origin: 'https://sso.example.com', waitSeconds: 0 }).at(-1)
  await last?.run(async (path) => {
    asked.push(path)
    return { status: 404, headers: {}, body: '' }
  })
  expect(asked.map((path) => isId('sso', path.split('/')[2] ?? ''))).toEqual([true])
})
