// What goes wrong, and what is left behind: nothing that was not said, and nothing deployed after a
// step that failed.

import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { issueSsoKey } from './newcomer.ts'
import { changesIn, startOperator } from './operator.ts'

const FIRST = ['--origin', 'https://sso.example.com', '--jurisdiction', 'none']

describe('nothing is changed', () => {
  it('by a token that is not valid', async () => {
    const { deploy, cloudflare } = await startOperator()
    const { code, output } = await deploy(FIRST, { CLOUDFLARE_API_TOKEN: 'of-somebody-else' })
    expect(code).toBe(1)
    expect(output).toContain('The token is not valid.')
    expect(output).not.toContain('of-somebody-else')
    expect(changesIn(cloudflare)).toEqual([])
  })

  it('by a token that may not use D1, and the permissions are named', async () => {
    const { deploy, cloudflare } = await startOperator()
    cloudflare.account.forbidden.push('/d1/')
    const { code, output } = await deploy(FIRST)
    expect(code).toBe(1)
    expect(output).toContain('It needs: Workers Scripts: Edit, Workers KV Storage: Edit, D1: Edit')
    expect(changesIn(cloudflare)).toEqual([])
  })

  it('without an address, or without a jurisdiction', async () => {
    const { deploy, cloudflare } = await startOperator()
    const without = await deploy(['--jurisdiction', 'none'])
    expect(without.code).toBe(1)
    expect(without.output).toContain('--origin https://sso.example.com')
    const undecided = await deploy(['--origin', 'https://sso.example.com'])
    expect(undecided.code).toBe(1)
    expect(undecided.output).toContain('It cannot be changed later.')
    expect(changesIn(cloudflare)).toEqual([])
  })

  it('where secrets would be made on a machine that forgets them', async () => {
    const { deploy, cloudflare } = await startOperator()
    const { code, output } = await deploy(FIRST, { CI: 'true' })
    expect(code).toBe(1)
    expect(output).toContain('MASTER_KEY and OPERATOR_KEY must be given')
    expect(changesIn(cloudflare)).toEqual([])
  })

  it('with a secret that the Worker would not start with', async () => {
    const { deploy, cloudflare, folder } = await startOperator()
    const file = path.join(folder, '../weak')
    writeFileSync(file, 'MASTER_KEY=change-me\nOPERATOR_KEY=\n')
    const { code, output } = await deploy([...FIRST, '--secrets-file', file])
    expect(code).toBe(1)
    expect(output).toContain('The Worker would refuse to start:\n  MASTER_KEY must have')
    expect(output).not.toContain('change-me')
    expect(changesIn(cloudflare)).toEqual([])
  })

  it('while the host name leads to another Worker', async () => {
    const { deploy, cloudflare } = await startOperator()
    const zone = { zone_id: 'f00df00df00df00df00df00df00df00d', zone_name: 'example.com' }
    cloudflare.account.domains.push({
      id: 'd1',
      hostname: 'sso.example.com',
      service: 'shop',
      ...zone,
    })
    const { code, output } = await deploy(FIRST)
    expect(code).toBe(1)
    expect(output).toContain('sso.example.com leads to the Worker "shop".')
    expect(changesIn(cloudflare)).toEqual([])
  })
})

describe('the Worker is not deployed', () => {
  it('after a migration that failed, and is once that is mended', async () => {
    const { deploy, cloudflare } = await startOperator()
    const { account } = cloudflare
    const uuid = 'a0000000-0000-4000-8000-000000000000'
    account.databases.push({ uuid, name: 'edge-sso', jurisdiction: null })
    await account.edge.runSql(uuid, 'CREATE TABLE tenants (unlike INTEGER)')
    const failed = await deploy(FIRST)
    expect(failed.code).toBe(1)
    expect(failed.output).toContain('table `tenants` already exists')
    expect(account.scripts.size).toBe(0)

    await account.edge.runSql(uuid, 'DROP TABLE tenants')
    const again = await deploy([])
    expect(again.output).toContain('--origin')
    expect(await deploy(FIRST)).toMatchObject({ code: 0 })
  })
})

describe('a run that failed is continued by the same command', () => {
  it('after an outage at any step, with the secrets that were made first', async () => {
    const { deploy, cloudflare, secret } = await startOperator()
    const { account } = cloudflare
    const steps = [
      /^POST .*\/d1\/database$/,
      /^POST .*\/storage\/kv\/namespaces$/,
      /^PUT .*\/domains\/records$/,
    ]
    const keys = new Set<string>()
    for (const request of steps) {
      account.outages.push({ request, left: 1 })
      const { code, output } = await deploy(FIRST)
      expect(code).toBe(1)
      expect(output).toContain('What is done stays done')
      keys.add(secret('MASTER_KEY'))
    }
    expect(await deploy(FIRST)).toMatchObject({ code: 0 })
    keys.add(secret('MASTER_KEY'))
    expect(keys.size).toBe(1)
    expect(account.databases).toHaveLength(1)
    expect(account.namespaces).toHaveLength(1)
    const { bindings = [] } = account.scripts.get('edge-sso')?.versions.at(-1) ?? {}
    expect(bindings.find(({ name }) => name === 'MASTER_KEY')?.text).toBe([...keys][0])
  })

  it('after DNS records that were in the way, or by taking the name over', async () => {
    const { deploy, cloudflare } = await startOperator()
    cloudflare.account.dnsRecords.push('sso.example.com')
    const refused = await deploy(FIRST)
    expect(refused.code).toBe(1)
    expect(refused.output).toContain('The host name has DNS records already.')
    expect(cloudflare.account.domains).toEqual([])
    expect(await deploy(['--take-domain'])).toMatchObject({ code: 0 })
    expect(cloudflare.account.domains).toMatchObject([{ service: 'edge-sso' }])
  })

  it('in a zone of the account, when the first one was of nobody', async () => {
    const { deploy, cloudflare } = await startOperator()
    const foreign = ['--origin', 'https://sso.elsewhere.test', '--jurisdiction', 'none']
    const refused = await deploy(foreign)
    expect(refused.code).toBe(1)
    expect(refused.output).toContain('belongs to no zone of this account')
    cloudflare.account.zones.push({ id: '1'.repeat(32), name: 'elsewhere.test' })
    expect(await deploy([])).toMatchObject({ code: 0 })
  })
})

describe('a deployment that is there', () => {
  it('keeps its address, its jurisdiction and its MASTER_KEY', async () => {
    const operator = await startOperator()
    const { deploy, cloudflare, folder } = operator
    const { account } = cloudflare
    expect(await deploy(FIRST)).toMatchObject({ code: 0 })

    const moved = await deploy(['--origin', 'https://login.example.com'])
    expect(moved.code).toBe(1)
    expect(moved.output).toContain('SSO keys keep the address that they were issued under.')
    const elsewhere = await deploy(['--jurisdiction', 'eu'])
    expect(elsewhere.code).toBe(1)
    expect(elsewhere.output).toContain('Cloudflare cannot move it')

    // The Worker is deleted, its database is not, and nobody has the key any more.
    await issueSsoKey(operator)
    account.scripts.clear()
    rmSync(folder, { recursive: true })
    const lost = await deploy(FIRST)
    expect(lost.code).toBe(1)
    expect(lost.output).toContain('sealed under a MASTER_KEY that the Worker does not have')
    expect(account.scripts.size).toBe(0)
  })
})
