// The link of a test, before the test begins.

import type { WaitingTest } from '../../login/begin/begin-test.ts'
import { Layout, type Page } from './parts/layout.tsx'

interface BeginTestPageProps extends WaitingTest {
  readonly ssoId: string
  readonly token: string
}

/** Says what is tested and what will happen; the button begins it. */
export function BeginTestPage({
  tenantName,
  connectorName,
  ssoId,
  token,
}: BeginTestPageProps): Page {
  return (
    <Layout title={`Test of ${connectorName}`} tenantName={tenantName}>
      <h1>
        Test of <bdi>{connectorName}</bdi>
      </h1>
      <p>
        You sign in at the identity provider as you would later. Then you see what it sent, whether
        every rule holds, and the person that it describes. The test signs nobody in and changes
        nothing for others.
      </p>
      <form method="post" action={`/sso/${ssoId}/test`} class="actions">
        <input type="hidden" name="t" value={token} />
        <button type="submit" class="button">
          Begin the test
        </button>
      </form>
      <p class="quiet">
        This link begins one test. Finish it in this browser, with cookies allowed.
      </p>
    </Layout>
  )
}
