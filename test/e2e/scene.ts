// What every group of browser checks works with.

import type { Stack } from '../../dev/stack.ts'
import type { Tally } from '../../dev/tally.ts'
import type { Chromium } from './chromium.ts'

export interface Scene {
  readonly tally: Tally
  readonly stack: Stack
  readonly chromium: Chromium
}
