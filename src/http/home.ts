// GET /: says what this address is.

import type { Context } from 'hono'
import type { Deps } from './deps.ts'
import { HomePage } from './pages/home-page.tsx'
import { showPage } from './pages/parts/show-page.ts'

/** Shows the front page. */
export const home = (_: Deps) => (c: Context) => showPage(c, HomePage(), {})
