// The page for a request under a host name that is not ours (421). Nothing of the request is
// repeated: whoever sent it here chose that name.

import { Layout, type Page } from './parts/layout.tsx'

/** Says that this name is not served, and where the operator adds it. */
export function MisdirectedPage(): Page {
  return (
    <Layout title="This address is not served here">
      <h1>This address is not served here</h1>
      <p>The sign-in service was reached under a name that it does not answer to.</p>
      <p>To sign in, start from the application that you want to use.</p>
      <p class="quiet">
        For the operator: names are served when <code>PUBLIC_ORIGIN</code> or{' '}
        <code>ALIAS_ORIGINS</code> lists them.
      </p>
    </Layout>
  )
}
