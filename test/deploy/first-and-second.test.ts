// From an empty account to a deployment that answers, and the same command again.

import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { issueSsoKey } from './newcomer.ts'
import { changesIn, type Operator, startOperator } from './operator.ts'

const FIRST = ['--origin', 'https://sso.example.com', '--jurisdiction', 'eu']
const TOML = path.resolve(import.meta.dirname, '../../wrangler.toml')

describe('an empty account', () => {
  it('is refused by a bare `wrangler deploy`, which is why there is a command', async () => {
    const { wrangler } = await startOperator()
    const { code, output } = await wrangler(['deploy'])
    expect(code).not.toBe(0)
    expect(output).toContain('--secrets-file')
  })

  it('is shown everything and changed in nothing by a dry run', async () => {
    const { deploy, cloudflare } = await startOperator()
    const { code, output } = await deploy([...FIRST, '--dry-run'])
    expect(output).toContain('D1          edge-sso, jurisdiction eu (will be made)')
    expect(output).toContain('The Worker can be built')
    expect(code).toBe(0)
    expect(changesIn(cloudflare)).toEqual([])
    expect(cloudflare.account.statements).toEqual([])
  })
})

describe('the same command', () => {
  it('deploys, deploys again, and looks at what is there', async () => {
    const toml = readFileSync(TOML, 'utf8')
    const operator = await startOperator()
    const { deploy, cloudflare, folder, secret } = operator
    const { account } = cloudflare

    const first = await deploy(FIRST)
    expect(first.output).toContain('The database is read (no SSO key exists yet)')
    expect(first).toMatchObject({ code: 0 })
    expect(account.databases).toMatchObject([{ name: 'edge-sso', jurisdiction: 'eu' }])
    expect(account.namespaces).toMatchObject([{ title: 'edge-sso-login-config' }])
    expect(account.domains).toMatchObject([{ hostname: 'sso.example.com', service: 'edge-sso' }])
    expect(account.scripts.get('edge-sso')?.schedules).toEqual(['17 * * * *'])
    expect(account.scripts.get('edge-sso')?.subdomain.enabled).toBe(false)

    // What is secret is in one file that only its owner reads, and in no output.
    expect(statSync(path.join(folder, 'production.secrets')).mode & 0o777).toBe(0o600)
    for (const value of [secret('MASTER_KEY'), secret('OPERATOR_KEY'), account.token])
      expect(first.output).not.toContain(value)
    expect(readFileSync(path.join(folder, 'production.json'), 'utf8')).not.toContain(
      secret('MASTER_KEY'),
    )
    expect(readFileSync(TOML, 'utf8')).toBe(toml)

    // The console went along, and the Worker serves its document with what belongs to it.
    const document = await consoleOf(operator)
    expect(document.status).toBe(200)
    const [, script = ''] = /src="(\/console\/assets\/[^"]+\.js)"/.exec(document.text) ?? []
    expect(account.scripts.get('edge-sso')?.versions.at(-1)?.assets).toHaveProperty([script])

    const kept = bindingsOf(operator)
    const made = changesIn(cloudflare).filter((request) => /database$|namespaces$/.test(request))
    const ssoId = await issueSsoKey(operator)
    const second = await deploy([])
    expect(second.output).toContain(`The metadata of ${ssoId} name this address`)
    expect(second).toMatchObject({ code: 0 })
    // Nothing is made twice, and the secrets are those from before.
    expect(changesIn(cloudflare).filter((r) => /database$|namespaces$/.test(r))).toEqual(made)
    expect(bindingsOf(operator)).toEqual(kept)

    const before = changesIn(cloudflare).length
    const checked = await deploy(['--check'])
    expect(checked).toMatchObject({ code: 0 })
    expect(changesIn(cloudflare)).toHaveLength(before)
  })

  it('deploys under workers.dev, for an account without a domain', async () => {
    const { deploy, cloudflare } = await startOperator()
    const { code, output } = await deploy(['--origin', 'workers.dev', '--jurisdiction', 'none'])
    expect(output).toContain('https://edge-sso.acme.workers.dev answers')
    expect(code).toBe(0)
    expect(cloudflare.account.domains).toEqual([])
    expect(cloudflare.account.databases).toMatchObject([{ jurisdiction: null }])
  })

  it('takes secrets from the environment where nobody could keep a file', async () => {
    const { deploy } = await startOperator()
    const secrets = {
      MASTER_KEY: 'q8Zr2LwX0vB5nT7mK1cJ9fH3dG6sA4pY',
      OPERATOR_KEY: 'u5Yt8Rq1Ew4Po7Lk0Jh3Gf6Ds9Az2XcV',
    }
    const { code, output } = await deploy(FIRST, { CI: '1', ...secrets })
    expect(output).toContain('MASTER_KEY, OPERATOR_KEY (handed over)')
    expect(code).toBe(0)
  })
})

async function consoleOf({ cloudflare }: Operator): Promise<{ status: number; text: string }> {
  const url = new URL('https://sso.example.com/console/')
  const answer = await cloudflare.account.edge.fetch(url, { method: 'GET', headers: new Headers() })
  return { status: answer.status, text: await answer.text() }
}

const bindingsOf = ({ cloudflare }: Operator) =>
  cloudflare.account.scripts
    .get('edge-sso')
    ?.versions.at(-1)
    ?.bindings.toSorted((one, other) => one.name.localeCompare(other.name))
