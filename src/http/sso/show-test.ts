// The outcome of a test as a page. No session is made, whatever the outcome.

import type { Context } from 'hono'
import type { TestReport } from '../../login/complete-test.ts'
import { showPage } from '../pages/show-page.ts'
import { TestPage } from '../pages/test-page.tsx'
import { meaningOf } from '../refusals.ts'

/** Shows what a test found. */
export function showTest(c: Context, report: TestReport): Response | Promise<Response> {
  const { refusal, ...found } = report
  const explained = refusal && { ...meaningOf(refusal.code), ...refusal }
  return showPage(c, TestPage({ ...found, refusal: explained }), {})
}
