// All guides at once, in the order of `products.ts`: for documents and tests. The console loads one
// at a time (`load-guide.ts`).

import { AD_FS } from './ad-fs.ts'
import { ANOTHER_IDP } from './another-idp.ts'
import { AUTH0 } from './auth0.ts'
import { AWS_IAM_IDENTITY_CENTER } from './aws-iam-identity-center.ts'
import { CYBERARK } from './cyberark.ts'
import { DUO } from './duo.ts'
import { ENTRA_ID } from './entra-id.ts'
import { GOOGLE_WORKSPACE } from './google-workspace.ts'
import type { Guide } from './guide.ts'
import { JUMPCLOUD } from './jumpcloud.ts'
import { KEYCLOAK } from './keycloak.ts'
import { OKTA } from './okta.ts'
import { ONELOGIN } from './onelogin.ts'
import { PINGFEDERATE } from './pingfederate.ts'
import { PINGONE } from './pingone.ts'
import { SHIBBOLETH } from './shibboleth.ts'
import { SIMPLESAMLPHP } from './simplesamlphp.ts'

/** Every guide: the most common products first, "another identity provider" last. */
export const GUIDES: readonly Guide[] = [
  OKTA,
  ENTRA_ID,
  GOOGLE_WORKSPACE,
  AD_FS,
  ONELOGIN,
  AWS_IAM_IDENTITY_CENTER,
  JUMPCLOUD,
  PINGONE,
  PINGFEDERATE,
  KEYCLOAK,
  AUTH0,
  DUO,
  CYBERARK,
  SHIBBOLETH,
  SIMPLESAMLPHP,
  ANOTHER_IDP,
]
