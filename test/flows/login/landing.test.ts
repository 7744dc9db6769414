import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { answerAt, begin, type Stage, setStage, testAndActivate } from '../../support/stage.ts'

const DESK = 'https://desk.example/'
const ADMIN = 'https://admin.example/'

let stage: Stage
let connector: string
let apps: { readonly desk: string; readonly admin: string }

const register = async (name: string, url: string): Promise<string> => {
  const application = await stage.api('POST', '/applications', {
    name,
    landing_url: url,
    redirect_uris: [url],
    tenant_ids: [stage.tenantId],
    token_endpoint_auth_method: 'none',
  })
  return String(application.id)
}

beforeAll(async () => {
  stage = await setStage()
  connector = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
})

/** Where somebody lands with these attributes. */
async function landing(
  attributes: Readonly<Record<string, readonly string[]>> = {},
  query = '',
): Promise<string | null> {
  const browser = openBrowser(stage.app)
  const all = { email: ['alice@example.org'], ...attributes }
  const departure = await begin(stage, browser, query)
  const landed = await answerAt(stage, browser, departure, { attributes: all })
  return landed.headers.get('location')
}

const to = (url: string): string => `?return_to=${encodeURIComponent(url)}`

const refusalOf = (change: unknown): Promise<string> =>
  stage.api('PATCH', connector, change).then(
    () => '',
    (refused: Error) => refused.message,
  )

describe('who asked for no address lands', () => {
  it('on the page of the session while the tenant is granted nothing', async () => {
    expect(await landing()).toBe('/session')
  })

  it('in the only application that there is', async () => {
    const desk = await register('Desk', DESK)
    expect(await landing()).toBe(DESK)
    apps = { desk, admin: await register('Admin', ADMIN) }
  })

  it('where they choose themselves, of several that no rule decides between', async () => {
    const browser = openBrowser(stage.app)
    const landed = await answerAt(stage, browser, await begin(stage, browser))
    expect(landed.headers.get('location')).toBe('/session')
    const page = await (await browser.get('/session', { accept: 'text/html' })).text()
    expect(page).toContain(`href="${DESK}"`)
    expect(page).toContain(`href="${ADMIN}"`)
  })

  describe('by the rules of the tenant, where the connector has none', () => {
    const tenant = (landing: object | null) =>
      stage.api('PATCH', `/tenants/${stage.tenantId}`, { landing })
    const rule = (value: string, application_id: string) => ({
      match: 'role',
      value,
      application_id,
    })
    beforeAll(async () => {
      const { desk, admin } = apps
      const rules = [rule('manager', admin), rule('representative', desk)]
      const settings = { rules, default_application_id: desk }
      expect(await tenant(settings)).toMatchObject({ landing: settings })
    })

    it.each([
      ['a role', { roles: ['manager'] }, ADMIN],
      ['the first rule that fits', { roles: ['representative', 'manager'] }, ADMIN],
      ['the default', { roles: ['visitor'] }, DESK],
    ])('by %s, with the next login', async (_, attributes, url) => {
      expect(await landing(attributes)).toBe(url)
    })

    it('that name applications which the tenant is granted, and no other (I5)', async () => {
      const settings = { rules: [rule('manager', 'app_000000000000000000000000')] }
      const refused = tenant(settings).catch((fault: Error) => fault.message)
      expect(await refused).toContain('"code":"tenant_application_foreign"')
      expect(await refused).toContain('"pointer":"/landing/rules/0/application_id"')
    })

    it('that stand in a document by the names of applications, and come back from it', async () => {
      const path = `/tenants/${stage.tenantId}`
      const document = await stage.api('GET', `${path}/export`)
      const { landing: exported } = document.tenant as { landing: object }
      expect(exported).toMatchObject({
        rules: [{ application: 'Admin' }, { application: 'Desk' }],
        default_application: 'Desk',
      })
      const change = async (settings: { landing?: object | null }) => {
        const wanted = { ...document, tenant: { name: 'Anywhere', ...settings } }
        const imported = await stage.api('PUT', `${path}/import`, wanted)
        const { entries } = imported as { entries: { kind: string; change: string }[] }
        return entries.find(({ kind }) => kind === 'tenant')?.change
      }
      expect(await change({ landing: null })).toBe('update')
      expect(await stage.api('GET', path)).toMatchObject({ landing: null })
      expect(await landing({ roles: ['manager'] })).toBe('/session')
      expect(await change({ landing: exported })).toBe('update')
      expect(await landing({ roles: ['manager'] })).toBe(ADMIN)
      for (const same of [{ landing: exported }, {}]) expect(await change(same)).toBe('unchanged')
      await expect(
        change({ landing: { rules: [], default_application: 'Nowhere' } }),
      ).rejects.toThrow('/tenant/landing/default_application')
    })
  })

  describe('by the rules of the connector', () => {
    beforeAll(async () => {
      const { desk, admin } = apps
      await stage.api('PATCH', connector, {
        landing: {
          rules: [
            { match: 'role', value: 'manager', application_id: admin },
            { match: 'role', value: 'representative', application_id: desk },
            { match: 'group', value: 'supervisors', application_id: admin },
            { match: 'attribute', attribute: 'site', value: 'HQ', application_id: admin },
          ],
          default_application_id: desk,
        },
      })
      await testAndActivate(stage)
      stage = { ...stage, app: stage.elsewhere() }
    })

    it.each([
      ['a role', { roles: ['manager'] }, ADMIN],
      ['another role', { roles: ['representative'] }, DESK],
      ['the first rule that fits', { roles: ['representative', 'manager'] }, ADMIN],
      ['a group', { groups: ['supervisors'] }, ADMIN],
      ['an attribute', { site: ['HQ'] }, ADMIN],
      ['the default', { site: ['hq'] }, DESK],
      ['the default, whatever another attribute says', { city: ['HQ'] }, DESK],
    ])('by %s', async (_, attributes, url) => {
      expect(await landing(attributes)).toBe(url)
    })

    it('elsewhere as soon as the IdP says another role', async () => {
      expect(await landing({ roles: ['manager'] })).toBe(ADMIN)
      expect(await landing({ roles: ['representative'] })).toBe(DESK)
    })

    it('where they asked to go, where an application lives there', async () => {
      expect(await landing({ roles: ['manager'] }, to(`${DESK}deep`))).toBe(`${DESK}deep`)
    })

    it('where they asked to go only at return URLs, where the application names them', async () => {
      const path = `/applications/${apps.desk}`
      await stage.api('PATCH', path, { return_urls: [`${DESK}orders/*`] })
      const manager = { roles: ['manager'] }
      expect(await landing(manager, to(`${DESK}orders/7`))).toBe(`${DESK}orders/7`)
      expect(await landing(manager, to(`${DESK}deep`))).toBe(ADMIN)
      await stage.api('PATCH', path, { return_urls: null })
    })

    it('by the next rule, once the application of the first was taken back', async () => {
      const grant = `/applications/${apps.admin}/tenants/${stage.tenantId}`
      await stage.api('DELETE', grant)
      expect(await landing({ roles: ['manager', 'representative'] })).toBe(DESK)
      expect(await landing({ roles: ['manager'] }, to(ADMIN))).toBe(DESK)
      // What else there is to change can be changed; the rules themselves are taken only with other
      // applications.
      const again = { rules: [{ match: 'role', value: 'manager', application_id: apps.admin }] }
      expect(await refusalOf({ landing: again })).toContain('connector_application_foreign')
      expect(await refusalOf({ force_authn: true })).toBe('')
      await stage.api('PUT', grant)
      expect(await landing({ roles: ['manager'] })).toBe(ADMIN)
    })
  })
})

describe('rules of landing', () => {
  it('name applications that the tenant is granted, and no other (I5)', async () => {
    const unknown = 'app_000000000000000000000000'
    const rule = { match: 'role', value: 'x', application_id: unknown }
    const refused = await refusalOf({ landing: { rules: [rule] } })
    expect(refused).toContain('"code":"connector_application_foreign"')
    expect(refused).toContain('"pointer":"/landing/rules/0/application_id"')
    const refusedDefault = await refusalOf({
      landing: { rules: [], default_application_id: unknown },
    })
    expect(refusedDefault).toContain('"pointer":"/landing/default_application_id"')
  })

  it('name an attribute where they look at one, and only there', async () => {
    const rule = { match: 'attribute', value: 'x', application_id: apps.desk }
    expect(await refusalOf({ landing: { rules: [rule] } })).toContain('api_members_invalid')
  })

  it('stand in a document by the names of applications, and come back from it', async () => {
    const document = await stage.api('GET', `/tenants/${stage.tenantId}/export`)
    const [exported] = document.connectors as { landing: { rules: unknown[] } }[]
    expect(exported?.landing.rules[0]).toEqual({
      match: 'role',
      value: 'manager',
      application: 'Admin',
    })
    const dry = `/tenants/${stage.tenantId}/import?dry_run=true`
    const imported = await stage.api('PUT', dry, document)
    expect(JSON.stringify(imported)).not.toContain('"action":"update"')
    const wrong = structuredClone(document) as typeof document & {
      connectors: { landing: { default_application: string } }[]
    }
    if (wrong.connectors[0]) wrong.connectors[0].landing.default_application = 'Nowhere'
    await expect(stage.api('PUT', dry, wrong)).rejects.toThrow('/landing/default_application')
  })
})
