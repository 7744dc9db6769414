import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { answerAt, begin, type Stage, setStage, testAndActivate } from '../support/stage.ts'

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
    ])('by %s', async (_, attributes, url) => {
      expect(await landing(attributes)).toBe(url)
    })

    it('elsewhere as soon as the IdP says another role', async () => {
      expect(await landing({ roles: ['manager'] })).toBe(ADMIN)
      expect(await landing({ roles: ['representative'] })).toBe(DESK)
    })

    it('where they asked to go, where an application lives there', async () => {
      const query = `?return_to=${encodeURIComponent(`${DESK}deep`)}`
      expect(await landing({ roles: ['manager'] }, query)).toBe(`${DESK}deep`)
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
