// A person of several tenants says which one they mean. Nothing is decided here: the IdP is asked
// again for the chosen one.

import { Layout, type Page } from './parts/layout.tsx'

/** An organisation and where its login begins. */
export interface TenantChoice {
  readonly name: string
  readonly url: string
}

/** Asks which organisation to sign in to. */
export function ChooseTenantPage({ choices }: { choices: readonly TenantChoice[] }): Page {
  return (
    <Layout title="Choose an organisation">
      <h1>Choose an organisation</h1>
      <p>You belong to several. You can sign in to another one later.</p>
      <ul class="choices">
        {choices.map(({ name, url }) => (
          <li>
            <a href={url}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </Layout>
  )
}
