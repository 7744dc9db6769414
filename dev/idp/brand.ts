// How the demo IdP presents itself: as the directory of the demo's customer.

import { ACME } from '../demo/names.ts'
import type { Brand } from '../page.ts'

export const IDP_BRAND: Brand = {
  name: ACME.externalIdp,
  says: 'Demo identity provider: everybody may be anybody, nobody has a password',
  accent: ['#1d4ed8', '#93b4ff'],
}
