// Finding a guide: by what somebody types, by the name of what they began, and by the issuer of an
// identity provider that is registered already.

import { PRODUCTS, type Product, type ProductId, productOf } from '../../guides/products.ts'

/** Hosts by which an issuer gives its product away. The end of the host is compared. */
const HOSTS: readonly (readonly [host: string, id: ProductId])[] = [
  ['okta.com', 'okta'],
  ['oktapreview.com', 'okta'],
  ['okta-emea.com', 'okta'],
  ['sts.windows.net', 'entra-id'],
  ['microsoftonline.com', 'entra-id'],
  ['accounts.google.com', 'google-workspace'],
  ['onelogin.com', 'onelogin'],
  ['awsapps.com', 'aws-iam-identity-center'],
  ['amazonaws.com', 'aws-iam-identity-center'],
  ['jumpcloud.com', 'jumpcloud'],
  ['pingone.com', 'pingone'],
  ['pingone.eu', 'pingone'],
  ['auth0.com', 'auth0'],
  ['duosecurity.com', 'duo'],
  ['cyberark.cloud', 'cyberark'],
  ['idaptive.app', 'cyberark'],
]

/** Paths by which products that run anywhere give themselves away. */
const PATHS: readonly (readonly [path: RegExp, id: ProductId])[] = [
  [/\/adfs\/services\/trust$/, 'ad-fs'],
  [/\/realms\/[^/]+$/, 'keycloak'],
  [/\/idp\/shibboleth$/, 'shibboleth'],
  [/\/simplesaml\//, 'simplesamlphp'],
]

/** The product of this id; `undefined` if there is no guide of it. */
export const findProduct = (id: string | undefined): Product | undefined =>
  PRODUCTS.find((product) => product.id === id)

/**
 * The guides whose name, or a former one, holds every word that was typed. If none does, the guide
 * of every other identity provider is what remains.
 */
export function searchGuides(typed: string): readonly Product[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const found = PRODUCTS.filter(({ id, name, alsoKnownAs }) => {
    const text = fold([id, name, ...alsoKnownAs].join(' '))
    return words.every((word) => text.includes(word))
  })
  return found.length > 0 ? found : PRODUCTS.slice(-1)
}

/** What is known of a set-up that somebody began. */
export interface Begun {
  /** Name and reference of connector, external IdP or SSO key, as far as they exist. */
  readonly names: readonly string[]
  readonly issuer?: string | null
}

/** The guide that a set-up was begun with, or the one that its issuer suggests. */
export function recogniseProduct({ names, issuer }: Begun): Product {
  const named = names
    .map(fold)
    .flatMap((text) => PRODUCTS.filter((product) => isNamed(text, product)))
  const found = named[0] ?? findProduct(issuer ? productOfIssuer(issuer) : undefined)
  return found ?? productOf('another-idp')
}

/** `okta`, `Okta 2` and `okta-2` name the guide of Okta; `oktagon` does not. */
function isNamed(text: string, { id, name }: Product): boolean {
  return [id, fold(name)].some(
    (own) => text.startsWith(own) && /^(?:[ -]?\d+)?$/.test(text.slice(own.length)),
  )
}

function productOfIssuer(issuer: string): ProductId | undefined {
  if (issuer.startsWith('urn:') && issuer.endsWith('.auth0.com')) return 'auth0'
  if (!URL.canParse(issuer)) return undefined
  const { hostname, pathname } = new URL(issuer)
  const byHost = HOSTS.find(([host]) => hostname === host || hostname.endsWith(`.${host}`))
  return (byHost ?? PATHS.find(([path]) => path.test(pathname)))?.[1]
}

const fold = (text: string): string => text.trim().toLowerCase()
