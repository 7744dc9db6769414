// The outcome of a test as a page. No session is made, whatever the outcome.

import type { Context } from 'hono'
import type { TestReport } from '../../login/complete/completed-login.ts'
import { meaningOf } from '../../login/meanings.ts'
import { idpLabelFor } from '../../protocol/saml/idp-labels.ts'
import { showPage } from '../pages/parts/show-page.ts'
import { TestPage } from '../pages/test-page.tsx'

/** Shows what a test found. */
export function showTest(c: Context, report: TestReport): Response | Promise<Response> {
  const { refusal, ...found } = report
  const explained = refusal && { ...meaningOf(refusal.code), ...refusal }
  const { idpEntityID, sso } = report.connector.settings
  const idp = { entityID: idpEntityID, ssoUrls: Object.values(sso) }
  const setting = refusal && idpLabelFor(refusal.code, idp)
  return showPage(c, TestPage({ ...found, refusal: explained, setting }), {})
}
