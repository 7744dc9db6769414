// Several sign-ins fit a domain: the person says which one is theirs.

import { Layout, type Page } from './parts/layout.tsx'

/** A connector and where its login begins. */
export interface SignInChoice {
  readonly connectorName: string
  readonly tenantName: string
  readonly url: string
}

/** Asks which of several sign-ins to use. */
export function ChooseSignInPage({ choices }: { choices: readonly SignInChoice[] }): Page {
  return (
    <Layout title="Choose your sign-in">
      <h1>Choose your sign-in</h1>
      <p>Your organisation has several. If you do not know yours, ask your IT help desk.</p>
      <ul class="choices">
        {choices.map(({ connectorName, tenantName, url }) => (
          <li>
            <a href={url}>
              <bdi>{connectorName}</bdi>
              <small>
                <bdi>{tenantName}</bdi>
              </small>
            </a>
          </li>
        ))}
      </ul>
    </Layout>
  )
}
