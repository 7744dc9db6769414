// The people of the story that the demo tells: a product, the customers who use it, and their
// identity provider. Nothing but names, so that seed, pages and tests say the same ones.

/** The product that people log in to, and the company behind it: the operator. */
export const PRODUCT = 'Parley'

/** The customer whose single sign-on is live. */
export const ACME = {
  tenant: 'Acme',
  ssoKey: 'acme-production',
  externalIdp: 'Acme ID',
  connector: 'Acme ID',
  reference: 'acme-id',
  /** The first is of the ordinary people, the other of those that try the product. */
  domains: ['acme.example', 'demo.example'],
} as const

/** The customer whose set-up has only begun. */
export const HARBOUR = {
  tenant: 'Harbour Foods',
  ssoKey: 'harbour-production',
  externalIdp: 'Harbour directory',
  connector: 'Harbour workforce',
  reference: 'harbour-workforce',
  domain: 'harbour.example',
} as const
