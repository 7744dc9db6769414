import { describe, expect, test } from 'vitest'
import { RecoveryPage } from '../../../src/http/pages/recovery-page.tsx'
import { RefusalPage } from '../../../src/http/pages/refusal-page.tsx'
import { EVERY_PAGE, html } from './every-page.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  '</style><script>alert(1)</script>',
  '</pre></title></main><svg onload=alert(1)>',
  '&lt;script&gt;&#60;b&#62;',
]

/** What a parser finds in a page: each element with its attributes. */
async function elementsOf(page: string): Promise<readonly { tag: string; attributes: string[] }[]> {
  const found: { tag: string; attributes: string[] }[] = []
  const rewriter = new HTMLRewriter().on('*', {
    element: ({ tagName, attributes }) => {
      found.push({ tag: tagName, attributes: [...attributes].map(([name]) => name ?? '') })
    },
  })
  await rewriter.transform(new Response(page)).text()
  return found
}

const count = (page: string, piece: string) => page.split(piece).length - 1

describe.each(Object.entries(EVERY_PAGE))('%s', (_, render) => {
  test.each(HOSTILE)('keeps hostile text as text: %s', async (hostile) => {
    const calm = await elementsOf(await html(render('calm')))
    const page = await html(render(hostile))
    expect(await elementsOf(page)).toEqual(calm)
    expect(page).not.toContain(hostile)
  })

  test('is an English document with one heading, one main landmark and a viewport', async () => {
    const page = await html(render('calm'))
    expect(page).toMatch(/^<!DOCTYPE html><html lang="en">/)
    expect([count(page, '<h1'), count(page, '<main'), count(page, '<header>')]).toEqual([1, 1, 1])
    expect(page).toContain('name="viewport" content="width=device-width, initial-scale=1"')
    expect(page).toMatch(/<title>[^<]+<\/title>/)
  })

  test('has nothing that the policy would block: no inline style or event attribute, no other origin', async () => {
    const page = await html(render('/calm'))
    for (const { attributes } of await elementsOf(page)) {
      expect(attributes.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([])
    }
    expect(page).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
  })
})

describe('RefusalPage', () => {
  const refusal = {
    code: 'saml_audience_mismatch',
    message: 'The response is for another service provider.',
    fixedBy: 'idp_admin',
    reference: 'evt_7c3h0k9m2q4r6t8w0y1a3b5d',
  } as const

  test('shows what was refused and under which reference, and marks the landmark with the code', async () => {
    const page = await html(RefusalPage(refusal))
    expect(page).toContain('<main data-refusal="saml_audience_mismatch">')
    expect(page).toContain(refusal.message)
    expect(page).toContain(`<code class="copy">${refusal.reference}</code>`)
  })

  test('offers "Start again" only with an address to start from', async () => {
    const startAgain = '/sso/sso_1/auth?return_to=%2Fa&force_authn=true'
    expect(await html(RefusalPage(refusal))).not.toContain('Start again')
    expect(await html(RefusalPage({ ...refusal, startAgain }))).toContain(
      'href="/sso/sso_1/auth?return_to=%2Fa&amp;force_authn=true"',
    )
  })

  test('speaks of no set-up that is incomplete to somebody who is kept out', async () => {
    for (const code of ['login_user_inactive', 'login_domain_foreign']) {
      const page = await html(RefusalPage({ ...refusal, code, fixedBy: 'sp_admin' }))
      expect(page).toContain('<h1>You may not sign in here</h1>')
    }
  })

  test('leads whose password is not enough to the sign-in of the organisation', async () => {
    for (const code of ['login_sso_required', 'login_second_factor_required']) {
      const barred = { ...refusal, code, fixedBy: 'user', startAgain: '/login' } as const
      const page = await html(RefusalPage(barred))
      expect(page).toContain('<h1>Sign in through your organisation</h1>')
      expect(page).toContain('href="/login">Use your organisation’s sign-in</a>')
    }
  })

  test('tells each of the four who mend it apart', async () => {
    const menders = ['idp_admin', 'sp_admin', 'developer', 'user'] as const
    const pages = menders.map((fixedBy) => html(RefusalPage({ ...refusal, fixedBy })))
    expect(new Set(await Promise.all(pages)).size).toBe(4)
  })
})

test('RecoveryPage marks its field once a code was refused, not before one was typed', async () => {
  const withCode = (code: string) => html(RecoveryPage({ refusal: { code, message: 'No.' } }))
  expect(await withCode('login_sso_required')).not.toContain('aria-invalid="true"')
  expect(await withCode('login_recovery_code_refused')).toContain('aria-invalid="true"')
})
