// How the demo application presents itself: as the product of the company that runs edge-sso.

import { PRODUCT } from '../demo/names.ts'
import type { Brand } from '../page.ts'

export const APP_BRAND: Brand = {
  name: PRODUCT,
  says: 'Demo application: the product that people log in to',
  accent: ['#0b5c56', '#5fd0c2'],
}
