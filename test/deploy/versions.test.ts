// docs/deploy.md: a staging deployment beside production, a version for some of the traffic, and
// back to the one before while the schema is ahead.

import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { issueSsoKey } from './newcomer.ts'
import { startOperator } from './operator.ts'

const FIRST = ['--origin', 'https://sso.example.com', '--jurisdiction', 'none']

describe('staging', () => {
  it('shares nothing with production', async () => {
    const { deploy, cloudflare, secret } = await startOperator()
    const { account } = cloudflare
    expect(await deploy(FIRST)).toMatchObject({ code: 0 })
    const staging = ['--env', 'staging', '--origin', 'https://sso-staging.example.com']
    expect(await deploy([...staging, '--jurisdiction', 'eu'])).toMatchObject({ code: 0 })

    expect(account.databases.map(({ name }) => name)).toEqual(['edge-sso', 'edge-sso-staging'])
    expect(account.namespaces.map(({ title }) => title)).toEqual([
      'edge-sso-login-config',
      'edge-sso-staging-login-config',
    ])
    expect(account.domains.map(({ service }) => service)).toEqual(['edge-sso', 'edge-sso-staging'])
    expect(secret('MASTER_KEY', 'staging')).not.toBe(secret('MASTER_KEY'))
    const limitsOf = (name: string) =>
      account.scripts
        .get(name)
        ?.versions.at(-1)
        ?.bindings.flatMap(({ type, namespace_id }) => (type === 'ratelimit' ? [namespace_id] : []))
    const [production = [], other = []] = [limitsOf('edge-sso'), limitsOf('edge-sso-staging')]
    expect(new Set([...production, ...other]).size).toBe(production.length * 2)
  })
})

describe('variables', () => {
  it('that were given once stay, until another value is given', async () => {
    const { deploy, cloudflare } = await startOperator()
    const given = ['--var', 'ALIAS_ORIGINS=https://old.example.com', '--var', 'HSTS_SUBDOMAINS=on']
    const textOf = (name: string) =>
      cloudflare.account.scripts
        .get('edge-sso')
        ?.versions.at(-1)
        ?.bindings.find((binding) => binding.name === name)?.text
    expect(await deploy([...FIRST, ...given])).toMatchObject({ code: 0 })
    const again = await deploy([])
    expect(again.output).toContain('Variables   as they are')
    expect(again).toMatchObject({ code: 0 })
    expect(textOf('ALIAS_ORIGINS')).toBe('https://old.example.com')
    expect(textOf('HSTS_SUBDOMAINS')).toBe('on')
    expect(cloudflare.account.domains.map(({ hostname }) => hostname)).toEqual([
      'sso.example.com',
      'old.example.com',
    ])
    const cleared = await deploy(['--var', 'ALIAS_ORIGINS='])
    expect(cleared.output).toContain('Variables   ALIAS_ORIGINS (changed)')
    expect(textOf('ALIAS_ORIGINS')).toBe('')
  })
})

describe('versions', () => {
  it('are uploaded, given a share, promoted and taken back', async () => {
    const operator = await startOperator()
    const { deploy, wrangler, cloudflare, folder } = operator
    expect(await deploy(FIRST)).toMatchObject({ code: 0 })
    const script = cloudflare.account.scripts.get('edge-sso')
    const config = ['--config', path.join(folder, 'production.json')]
    const shares = () => script?.deployments.at(-1)?.versions

    const uploaded = await wrangler(['versions', 'upload', '--message', 'try', ...config])
    expect(uploaded).toMatchObject({ code: 0 })
    const [old, fresh] = script?.versions.map(({ id }) => id) ?? []
    expect(shares()).toEqual([{ version_id: old, percentage: 100 }])

    const split = [`${fresh}@10%`, `${old}@90%`]
    const shared = await wrangler(['versions', 'deploy', ...split, '--yes', ...config])
    expect(shared).toMatchObject({ code: 0 })
    expect(shares()).toEqual(
      expect.arrayContaining([
        { version_id: fresh, percentage: 10 },
        { version_id: old, percentage: 90 },
      ]),
    )
    const promoted = await wrangler(['versions', 'deploy', `${fresh}@100%`, '--yes', ...config])
    expect(promoted).toMatchObject({ code: 0 })
    expect(shares()).toEqual([{ version_id: fresh, percentage: 100 }])

    const back = await wrangler(['rollback', `${old}`, '--yes', '--message', 'bad', ...config])
    expect(back).toMatchObject({ code: 0 })
    expect(shares()).toEqual([{ version_id: old, percentage: 100 }])

    // The schema stays ahead: what migrations may do (test/dev/migrations.test.ts), done to every
    // table.
    const [database] = cloudflare.account.databases
    const tables = (await cloudflare.account.edge.runSql(
      database?.uuid ?? '',
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE '%_fts%'",
    )) as readonly { readonly results: readonly { readonly name: string }[] }[]
    const names = tables[0]?.results.map(({ name }) => name) ?? []
    expect(names.length).toBeGreaterThan(10)
    const ahead = [
      ...names.map((name) => `ALTER TABLE "${name}" ADD COLUMN of_a_later_version TEXT`),
      'CREATE TABLE of_a_later_version (id TEXT PRIMARY KEY)',
    ]
    await cloudflare.account.edge.runSql(database?.uuid ?? '', ahead.join(';\n'))
    const ssoId = await issueSsoKey(operator)
    const checked = await deploy(['--check'])
    expect(checked.output).toContain(`The metadata of ${ssoId} name this address`)
    expect(checked).toMatchObject({ code: 0 })
  })

  it('cannot be uploaded before the first deployment', async () => {
    const { wrangler } = await startOperator()
    const { code, output } = await wrangler(['versions', 'upload'])
    expect(code).not.toBe(0)
    expect(output).toContain('Please run the `deploy` command first.')
  })
})
