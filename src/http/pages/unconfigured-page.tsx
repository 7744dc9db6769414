// The page of a deployment whose variables or secrets are missing or placeholders (503). It is for
// the operator: it names what is wrong, never a value.

import { Layout, type Page } from './parts/layout.tsx'

/** Lists every mistake in the configuration, as `readConfig` reports them. */
export function UnconfiguredPage({ mistakes }: { mistakes: readonly string[] }): Page {
  return (
    <Layout title="This deployment is not configured">
      <h1>This deployment is not configured</h1>
      <p>No sign-in is served until its operator has corrected this:</p>
      <ul>
        {mistakes.map((mistake) => (
          <li>{mistake}</li>
        ))}
      </ul>
      <p class="quiet">
        Secrets are set with <code>wrangler secret put NAME</code>, variables in{' '}
        <code>wrangler.toml</code>.
      </p>
    </Layout>
  )
}
