// The demo IdP's own address: the applications of its people, as the portal of a real one shows
// them, and what an administrator copies from it to set up single sign-on.

import { html } from 'hono/html'
import { type Html, page } from '../page.ts'
import { IDP_BRAND } from './brand.ts'
import type { KnownService } from './known-service.ts'

/** What the IdP hands out about itself. */
export interface IdpFacts {
  readonly entityID: string
  readonly ssoUrl: string
  /** PEM. */
  readonly certificate: string
}

/** The applications to begin a login at, and the facts that a service provider needs. */
export const homePage = (facts: IdpFacts, known: readonly KnownService[]): Html =>
  page(
    IDP_BRAND,
    'My applications',
    html`
    <h1>My applications</h1>
    <p class="soft">Begin a login here, unasked: the application hears of it only when the answer arrives.</p>
    ${known.length === 0 ? html`<p>No application yet.</p>` : tiles(known)}
    <details>
      <summary>Another service</summary>
      <form action="/begin">
        ${field('issuer', 'EntityID of the service', known[0]?.entityID)}
        ${field('acsUrl', 'Its Sign-On URL', known[0]?.acsUrl)}
        <label class="field small" for="relayState">RelayState: an address to land at, or nothing</label>
        <input id="relayState" name="relayState" spellcheck="false" />
        <button>Continue</button>
      </form>
    </details>
    <h2>SAML setup instructions</h2>
    <p class="soft">What the other side needs to know to trust ${IDP_BRAND.name}. Any one of the first three is enough.</p>
    <table>
      ${row('Metadata URL', html`<a href="${facts.entityID}"><code id="metadata-url">${facts.entityID}</code></a>`)}
      ${row('Metadata', html`<a href="/metadata.xml" download>Download metadata.xml</a>`)}
      ${row('Signing certificate', certificates(facts.certificate))}
      ${row('Issuer', html`<code id="issuer">${facts.entityID}</code>`)}
      ${row('Sign-on URL', html`<code id="sso-url">${facts.ssoUrl}</code>`)}
      ${row('To make a mistake with', MISTAKES)}
    </table>`,
  )

const tiles = (known: readonly KnownService[]): Html => html`<ul class="tiles">
  ${known.map(
    ({ name, entityID, acsUrl }) => html`<li><form action="/begin">
      <input type="hidden" name="issuer" value="${entityID}" />
      <input type="hidden" name="acsUrl" value="${acsUrl}" />
      <button>${name}<small>Open</small></button>
    </form></li>`,
  )}
</ul>`

const certificates = (pem: string): Html => html`
  <a href="/certificate.pem" download>PEM</a> · <a href="/certificate.cer" download>DER (.cer)</a>
  <details><summary class="small">Show</summary><textarea id="certificate" rows="6" readonly aria-label="Signing certificate">${pem}</textarea></details>`

const MISTAKES = html`
  <a href="/other-certificate.pem" download>A certificate that signs nothing here</a> ·
  <a href="/metadata.broken.txt">Metadata as a web form mangles it</a>`

const row = (name: string, value: Html): Html =>
  html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`

const field = (name: string, label: string, value = ''): Html =>
  html`<label class="field small" for="${name}">${label}</label>
        <input id="${name}" name="${name}" value="${value}" spellcheck="false" required />`
