// The pages of the demo IdP: choose who you are and how it answers, then the form that carries the
// answer.

import { html, raw } from 'hono/html'
import { type Html, page } from '../page.ts'
import type { KnownService } from './known-service.ts'
import { PEOPLE } from './people.ts'
import { VARIANTS } from './variants.ts'
import type { AnsweredRequest } from './write-response.ts'

const WHO = 'Demo IdP: for development, everybody may be anybody'

/**
 * Everything /answer needs to know of the request; it travels in hidden fields, the IdP remembers
 * nothing. Who is hinted at needs only to continue.
 */
export function choosePage(request: AnsweredRequest, relayState: string, hint: string): Html {
  const { good, ...refusals } = VARIANTS
  const hinted = Object.values(PEOPLE).findIndex(
    ({ email }) => email.toLowerCase() === hint.toLowerCase(),
  )
  const hidden = Object.entries({ ...request, relayState })
  const content = html`
    <h1>Who logs in?</h1>
    <p class="soft small">Asked by <code>${request.issuer}</code></p>
    <form method="post" action="/answer">
      ${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <fieldset>
        <legend>Person</legend>
        ${Object.entries(PEOPLE).map(([key, person], at) =>
          choice(
            'person',
            key,
            at === Math.max(0, hinted),
            html`
            <bdi>${person.firstName} ${person.lastName}</bdi>
            <small>${person.roles.join(', ')} · ${person.note}</small>`,
          ),
        )}
        <details>
          <summary>Other attributes</summary>
          <label class="small soft" for="attributes">
            One <code>name=value</code> a line, in the place of what the person carries. A name that comes again has
            several values, one without a value is not sent.
          </label>
          <textarea id="attributes" name="attributes" rows="4" spellcheck="false"></textarea>
        </details>
      </fieldset>
      <fieldset>
        <legend>Answer</legend>
        ${choice('variant', 'good', true, html`${good.label}<small>${good.says}</small>`)}
        <details>
          <summary>Answers that must be refused</summary>
          ${Object.entries(refusals).map(([key, { label, says }]) =>
            choice('variant', key, false, html`${label}<small>${says}</small>`),
          )}
        </details>
      </fieldset>
      <button>Continue</button>
    </form>`
  return page(WHO, 'Who logs in?', content)
}

const choice = (name: string, value: string, checked: boolean, content: Html): Html =>
  html`<label class="choice"
    ><input type="radio" name="${name}" value="${value}" ${checked ? raw('checked') : ''} /><span>${content}</span></label
  >`

/**
 * The form of the HTTP-POST binding (SAML Bindings §3.5.4); it submits itself where scripts run.
 */
export function answerPage(acsUrl: string, xml: string, relayState: string): Html {
  const content = html`
    <h1>Back to the service</h1>
    <form method="post" action="${acsUrl}">
      <input type="hidden" name="SAMLResponse" value="${Buffer.from(xml).toString('base64')}" />
      ${relayState === '' ? '' : html`<input type="hidden" name="RelayState" value="${relayState}" />`}
      <p>The answer is on its way. If nothing happens, press the button.</p>
      <button>Continue</button>
    </form>
    <script>
      document.forms[0].submit()
    </script>`
  return page(WHO, 'Back to the service', content)
}

/** A request that the IdP does not answer, and why. */
export const problemPage = (says: string): Html =>
  page(
    WHO,
    'This cannot be answered',
    html`<h1>This cannot be answered</h1><p class="warn">${says}</p>`,
  )

/**
 * What stands at the IdP's own address: its metadata, and a login that no service asked for, as
 * from a tile of a portal.
 */
export const homePage = (metadataUrl: string, known: KnownService | undefined): Html =>
  page(
    WHO,
    'Demo IdP',
    html`
    <h1>Demo IdP</h1>
    <p>A SAML 2.0 identity provider to try logins with. It has no password and no memory.</p>
    <p>Metadata: <a href="${metadataUrl}"><code>${metadataUrl}</code></a></p>
    <form action="/begin">
      <fieldset>
        <legend>Begin a login here, unasked</legend>
        ${field('issuer', 'EntityID of the service', known?.entityID)}
        ${field('acsUrl', 'Its Sign-On URL', known?.acsUrl)}
        <label class="field small" for="relayState">RelayState: an address to land at, or nothing</label>
        <input id="relayState" name="relayState" spellcheck="false" />
      </fieldset>
      <button>Continue</button>
    </form>`,
  )

const field = (name: string, label: string, value = ''): Html =>
  html`<label class="field small" for="${name}">${label}</label>
        <input id="${name}" name="${name}" value="${value}" spellcheck="false" required />`
