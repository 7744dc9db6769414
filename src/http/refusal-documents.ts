// GET /refusals/{code}: what a code means. Problems name these addresses as their `type` (RFC 9457
// §3.1.1).

import type { Context } from 'hono'
import type { Deps } from './deps.ts'
import { howToMend } from './how-to-mend.ts'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { showPage } from './pages/parts/show-page.ts'
import { RefusalDocumentPage } from './pages/refusal-document-page.tsx'
import { findMeaning, REFUSAL_AREAS } from './refusal-areas.ts'

/** A code changes its words with a deployment, at most. */
const CACHED = 'public, max-age=3600'

/** Shows the page of a code; an unknown code has none. */
export const refusalDocument = (_: Deps) => async (c: Context) => {
  const code = c.req.param('code') ?? ''
  const meaning = findMeaning(code)
  const mend = howToMend(code)
  if (meaning === undefined || mend === undefined)
    return showPage(c, NotFoundPage(), { status: 404 })
  const area = REFUSAL_AREAS.find(({ table }) => Object.hasOwn(table, code))?.title ?? ''
  const response = await showPage(c, RefusalDocumentPage({ ...meaning, code, area, mend }), {})
  response.headers.set('Cache-Control', CACHED)
  return response
}
