// Loads one guide: each is a file of its own, because a set-up needs one of them.

import type { Guide } from './guide.ts'
import type { ProductId } from './products.ts'

const GUIDES: Readonly<Record<ProductId, () => Promise<Guide>>> = {
  okta: async () => (await import('./okta.ts')).OKTA,
  'entra-id': async () => (await import('./entra-id.ts')).ENTRA_ID,
  'google-workspace': async () => (await import('./google-workspace.ts')).GOOGLE_WORKSPACE,
  'ad-fs': async () => (await import('./ad-fs.ts')).AD_FS,
  onelogin: async () => (await import('./onelogin.ts')).ONELOGIN,
  'aws-iam-identity-center': async () =>
    (await import('./aws-iam-identity-center.ts')).AWS_IAM_IDENTITY_CENTER,
  jumpcloud: async () => (await import('./jumpcloud.ts')).JUMPCLOUD,
  pingone: async () => (await import('./pingone.ts')).PINGONE,
  pingfederate: async () => (await import('./pingfederate.ts')).PINGFEDERATE,
  keycloak: async () => (await import('./keycloak.ts')).KEYCLOAK,
  auth0: async () => (await import('./auth0.ts')).AUTH0,
  duo: async () => (await import('./duo.ts')).DUO,
  cyberark: async () => (await import('./cyberark.ts')).CYBERARK,
  shibboleth: async () => (await import('./shibboleth.ts')).SHIBBOLETH,
  simplesamlphp: async () => (await import('./simplesamlphp.ts')).SIMPLESAMLPHP,
  'another-idp': async () => (await import('./another-idp.ts')).ANOTHER_IDP,
}

/** The guide of a product. */
export const loadGuide = (id: ProductId): Promise<Guide> => GUIDES[id]()
