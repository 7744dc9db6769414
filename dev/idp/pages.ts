// The pages of the demo IdP: choose who you are and how it answers, then the form that carries the
// answer.

import { html, raw } from 'hono/html'
import { type Html, page } from '../page.ts'
import { IDP_BRAND } from './brand.ts'
import { ODD_PEOPLE, ORDINARY_PEOPLE, PEOPLE, type Person, type PersonKey } from './people.ts'
import { VARIANTS } from './variants.ts'
import type { AnsweredRequest } from './write-response.ts'

/**
 * Everything /answer needs to know of the request; it travels in hidden fields, the IdP remembers
 * nothing. Who is hinted at needs only to continue.
 */
export function choosePage(request: AnsweredRequest, relayState: string, hint: string): Html {
  const { good, ...refusals } = VARIANTS
  const chosen = hinted(hint) ?? 'jane'
  const isOdd = Object.hasOwn(ODD_PEOPLE, chosen)
  const hidden = Object.entries({ ...request, relayState })
  const content = html`
    <h1>Who logs in?</h1>
    <p class="soft small">Asked by <code>${request.issuer}</code></p>
    <form method="post" action="/answer">
      ${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <fieldset>
        <legend>Person</legend>
        ${people(ORDINARY_PEOPLE, chosen)}
        <details ${isOdd ? raw('open') : ''}>
          <summary>More test people</summary>
          ${people(ODD_PEOPLE, chosen)}
        </details>
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
  return page(IDP_BRAND, 'Who logs in?', content)
}

const hinted = (hint: string): string | undefined =>
  Object.entries(PEOPLE).find(([, { email }]) => email.toLowerCase() === hint.toLowerCase())?.[0]

const people = (group: Readonly<Partial<Record<PersonKey, Person>>>, chosen: string) =>
  Object.entries(group).map(([key, { firstName, lastName, email, roles, note }]) =>
    choice(
      'person',
      key,
      key === chosen,
      html`
        <bdi>${firstName} ${lastName}</bdi>
        <small>${note} · <bdi>${email}</bdi> · ${roles.join(', ')}</small>`,
    ),
  )

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
  return page(IDP_BRAND, 'Back to the service', content)
}

/** A request that the IdP does not answer, and why. */
export const problemPage = (says: string): Html =>
  page(
    IDP_BRAND,
    'This cannot be answered',
    html`<h1>This cannot be answered</h1><p class="warn">${says}</p>`,
  )
