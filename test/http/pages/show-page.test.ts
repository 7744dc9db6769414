import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { NotFoundPage } from '../../../src/http/pages/not-found-page.tsx'
import { PostFormPage } from '../../../src/http/pages/parts/post-form-page.tsx'
import { showPage } from '../../../src/http/pages/parts/show-page.ts'
import { SecondFactorPage } from '../../../src/http/pages/second-factor-page.tsx'

const IDP = 'https://idp.example.com/sso?tenant=a'

const app = new Hono()
  .get('/plain', (c) => showPage(c, NotFoundPage(), { status: 404 }))
  .get('/self', (c) => showPage(c, NotFoundPage(), { formTarget: 'self' }))
  .get('/loopback', (c) =>
    showPage(c, NotFoundPage(), { formTarget: new URL('http://127.0.0.1:8788/sso') }),
  )
  .get('/passkey', (c) =>
    showPage(
      c,
      SecondFactorPage({
        tenantName: '',
        hasTotp: false,
        hasRecoveryCodes: false,
        passkeys: ['x'],
        challenge: 'x',
        origin: IDP,
      }),
      {},
    ),
  )
  .get('/post', (c) =>
    showPage(c, PostFormPage({ action: IDP, fields: { SAMLRequest: 'PHNhbWw+' } }), {
      formTarget: new URL(IDP),
    }),
  )

/** The Content-Security-Policy of an answer: directive -> sources. */
function policyOf(response: Response): Readonly<Record<string, string>> {
  const policy = response.headers.get('content-security-policy') ?? ''
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources.join(' ')]
    }),
  )
}

async function hashSource(text: string | undefined): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`
}

describe('showPage', () => {
  test('allows exactly the stylesheet and the two scripts that stand in pages', async () => {
    const response = await app.request('/post')
    const page = await response.text()
    const policy = policyOf(response)
    expect(policy['style-src']).toBe(await hashSource(page.match(/<style>(.*)<\/style>/s)?.[1]))
    const scripts = [page, await (await app.request('/passkey')).text()].map((html) =>
      hashSource(html.match(/<script>(.*)<\/script>/s)?.[1]),
    )
    expect(policy['script-src']).toBe((await Promise.all(scripts)).join(' '))
  })

  test('forbids everything else: loading, framing, another base, forms on a page without one', async () => {
    const policy = policyOf(await app.request('/plain'))
    expect({ ...policy, 'style-src': '', 'script-src': '' }).toEqual({
      'default-src': "'none'",
      'style-src': '',
      'script-src': '',
      'img-src': 'data:',
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
    })
  })

  test.each([
    ['/self', "'self'"],
    ['/post', 'https:'],
    ['/loopback', 'http:'],
  ])('lets the form of %s go to %s', async (path, formAction) => {
    expect(policyOf(await app.request(path))['form-action']).toBe(formAction)
  })

  test('answers uncached HTML with the status asked for, and tells other sites at most our origin', async () => {
    const response = await app.request('/plain')
    expect(response.status).toBe(404)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=UTF-8',
      'cache-control': 'no-store',
      'referrer-policy': 'strict-origin',
    })
  })
})

describe('PostFormPage', () => {
  test('posts the fields to the IdP, by script or by a button', async () => {
    const page = await (await app.request('/post')).text()
    expect(page).toContain(`<form method="post" action="${IDP}">`)
    expect(page).toContain('<input type="hidden" name="SAMLRequest" value="PHNhbWw+"/>')
    expect(page).toMatch(/<button type="submit"[^>]*>Continue<\/button>/)
  })
})
