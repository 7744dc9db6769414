// The demo IdP: metadata, single sign-on over both bindings, and answers of every kind.

import { type Context, Hono } from 'hono'
import { showIcon } from '../page.ts'
import { attributesOf, readAttributes } from './attributes.ts'
import { IDP_BRAND } from './brand.ts'
import { handOut } from './hand-out.ts'
import { homePage } from './home-page.ts'
import { generateIdpKey, type IdpKey, toPem } from './keys.ts'
import type { KnownService } from './known-service.ts'
import { answerPage, choosePage, problemPage } from './pages.ts'
import { isPersonKey, PEOPLE } from './people.ts'
import { type Delivered, readAuthnRequest } from './read-authn-request.ts'
import { isVariant } from './variants.ts'
import { type AnsweredRequest, writeResponse } from './write-response.ts'

/**
 * Builds the IdP for an origin. It keeps no sessions; it remembers the last correct answer, to
 * replay it. `known` is asked each time, because services are set up after their IdP.
 */
export async function createIdp(
  origin: string,
  key: IdpKey,
  known: () => readonly KnownService[] = () => [],
): Promise<Hono> {
  const entityID = `${origin}/metadata`
  const ssoUrl = `${origin}/sso`
  const otherKey = await generateIdpKey('Nobody knows this key')
  const lastGood = new Map<string, string>()

  async function choose(c: Context, delivered: Delivered, relayState: string): Promise<Response> {
    const request = await readAuthnRequest(delivered, ssoUrl)
    if (!request.ok) return c.html(problemPage(request.refusal), 400)
    return c.html(choosePage(request.value, relayState, c.req.query('login_hint') ?? ''))
  }

  const facts = { entityID, ssoUrl, certificate: toPem(key.certificate) }

  return new Hono()
    .get('/', (c) => c.html(homePage(facts, known())))
    .get('/favicon.ico', showIcon(IDP_BRAND))
    .route('/', handOut({ entityID, ssoUrl, key, otherKey }))
    .get('/sso', (c) => {
      const query = new URL(c.req.url).search.slice(1)
      return choose(c, { binding: 'redirect', query }, c.req.query('RelayState') ?? '')
    })
    .post('/sso', async (c) => {
      const form = await readForm(c)
      const samlRequest = form.get('SAMLRequest') ?? ''
      return choose(c, { binding: 'post', samlRequest }, form.get('RelayState') ?? '')
    })
    .get('/begin', (c) => {
      const asked = new URL(c.req.url).searchParams
      return c.html(choosePage(answeredRequest(asked), asked.get('relayState') ?? '', ''))
    })
    .post('/answer', async (c) => {
      const form = await readForm(c)
      const [person, variant] = [form.get('person') ?? '', form.get('variant') ?? '']
      if (!isPersonKey(person) || !isVariant(variant))
        return c.html(problemPage('Choose a person and an answer.'), 400)
      const request = answeredRequest(form)
      if (variant === 'replayed') {
        const xml = lastGood.get(request.acsUrl)
        if (xml === undefined)
          return c.html(problemPage('There is nothing to replay: log in correctly first.'), 409)
        return c.html(answerPage(request.acsUrl, xml, form.get('relayState') ?? ''))
      }
      const xml = await writeResponse({
        idpEntityID: entityID,
        request,
        attributes: {
          ...attributesOf(PEOPLE[person]),
          ...readAttributes(form.get('attributes') ?? ''),
        },
        variant,
        key,
        otherKey,
      })
      if (variant === 'good') lastGood.set(request.acsUrl, xml)
      return c.html(answerPage(request.acsUrl, xml, form.get('relayState') ?? ''))
    })
}

const readForm = async (c: Context): Promise<URLSearchParams> =>
  new URLSearchParams(await c.req.text())

const answeredRequest = (form: URLSearchParams): AnsweredRequest => ({
  id: form.get('id') ?? '',
  issuer: form.get('issuer') ?? '',
  acsUrl: form.get('acsUrl') ?? '',
  nameIdFormat: form.get('nameIdFormat') ?? '',
  authnContextClassRef: form.get('authnContextClassRef') ?? '',
})
