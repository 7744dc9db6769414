import { describe, expect, test } from 'vitest'
import { TestPage } from '../../../src/http/pages/test-page.tsx'
import { html } from './every-page.ts'

const base = {
  tenantId: 'ten_1',
  tenantName: 'Northwind',
  connector: { id: 'con_1', name: 'Entra ID', version: '3f6a1c0e9b2d4f5a' },
  message: '<samlp:Response>\n  <a/>\n</samlp:Response>',
} as const

const audience = {
  code: 'saml_audience_mismatch',
  message: 'The response is for another service provider.',
  fixedBy: 'idp_admin',
} as const

describe('TestPage', () => {
  test('shows only the message as received while nothing is verified', async () => {
    const page = await html(TestPage({ ...base, refusal: audience }))
    expect(page).toContain('&lt;samlp:Response&gt;\n  &lt;a/&gt;\n&lt;/samlp:Response&gt;')
    expect(page.match(/<h2>[^<]*<\/h2>/g)).toEqual([
      '<h2>Next: correct it at the identity provider</h2>',
      '<h2>Message</h2>',
    ])
  })

  test('names what failed first with what was expected and received, above everything else', async () => {
    const refusal = { ...audience, expected: 'urn:us', got: ['urn:them'] }
    const verdicts = [
      { rule: 'R42', title: 'Status is Success', verdict: 'passed' },
      { rule: 'R43', title: 'Audience', verdict: 'failed' },
      { rule: 'R44', title: 'Times', verdict: 'not_reached' },
    ] as const
    const page = await html(TestPage({ ...base, refusal, verdicts }))
    const banner = page.slice(page.indexOf('class="verdict failed"'), page.indexOf('<h2>'))
    for (const text of [audience.message, audience.code, 'urn:us', 'urn:them']) {
      expect(banner).toContain(text)
    }
    expect(page).toContain('<span>1 passed, 1 failed, 1 not reached</span>')
    expect(page).toContain('<details open="">')
  })

  test('says what the console of the IdP calls the setting, in the banner', async () => {
    const setting = { product: 'Okta', label: 'Audience URI (SP Entity ID)' } as const
    expect(await html(TestPage({ ...base, refusal: audience, setting }))).toContain(
      '<p>In Okta: <b>Audience URI (SP Entity ID)</b></p>',
    )
    expect(await html(TestPage({ ...base, refusal: audience }))).not.toContain('<p>In ')
  })

  test('lists the fingerprints of the certificates that were tried', async () => {
    const refusal = { ...audience, code: 'dsig_signature_mismatch', expected: ['ab12', 'cd34'] }
    const page = await html(TestPage({ ...base, refusal }))
    const banner = page.slice(page.indexOf('class="verdict failed"'), page.indexOf('<h2>'))
    expect(banner).toContain('<div class="value">ab12</div><div class="value">cd34</div>')
  })

  test('shows each profile field with its values and the attribute it came from', async () => {
    const page = await html(
      TestPage({
        ...base,
        verdicts: [],
        mapped: {
          profile: { email: 'a@b.example', roles: ['x', 'y'], groups: [] },
          sources: { roles: 'role' },
        },
      }),
    )
    expect(page).toContain(
      '<dt><bdi>roles</bdi><small>role</small></dt><dd><div class="value">x</div><div class="value">y</div></dd>',
    )
    expect(page).toContain(
      '<dt><bdi>groups</bdi></dt><dd><span class="quiet">not received</span></dd>',
    )
  })

  test('gives the request that activates exactly the version that passed, and only then', async () => {
    expect(await html(TestPage({ ...base, verdicts: [] }))).toContain(
      'POST /api/v1/tenants/ten_1/connectors/con_1:activate\n\n{ &quot;version&quot;: &quot;3f6a1c0e9b2d4f5a&quot; }',
    )
    expect(await html(TestPage({ ...base, refusal: audience }))).not.toContain(':activate')
  })
})
