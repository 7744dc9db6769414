// The demo IdP as a peer: it serves everybody, and says what is typed.

import { type Attributes, attributesOf, writeAttributes } from '../../dev/idp/attributes.ts'
import { PEOPLE } from '../../dev/idp/people.ts'
import type { Peer } from './peer.ts'

/** The demo IdP of a stack. */
export function demoIdp({ idpOrigin }: { readonly idpOrigin: string }): Peer {
  let said: Attributes = {}
  return {
    domain: 'demo.interop.example',
    metadataUrl: `${idpOrigin}/metadata`,
    serve() {},
    say(attributes) {
      said = attributes
    },
    answer: (browser, asked) =>
      browser.submit(asked, {
        person: 'manager',
        variant: 'good',
        attributes: writeAttributes({ ...NOTHING, ...said }),
      }),
  }
}

/** In the place of what its person carries. */
const NOTHING: Attributes = Object.fromEntries(
  Object.keys(attributesOf(PEOPLE.manager)).map((name) => [name, []]),
)
