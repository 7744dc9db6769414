// The page for someone who opens the Sign-On URL in a browser: administrators try it, and Back or a
// bookmark leads here. Only an IdP's POST has a meaning at this address (SAML Bindings §3.5).

import { Layout, type Page } from './parts/layout.tsx'

/** Explains the Assertion Consumer Service and leads to the start of a login. */
export function AcsGetPage({ loginUrl }: { loginUrl: string }): Page {
  return (
    <Layout title="This address receives sign-ins">
      <h1>This address receives sign-ins</h1>
      <p>
        Your organisation’s identity provider sends its answer here after you signed in there.
        Opened by itself it does nothing.
      </p>
      <p class="actions">
        <a class="button" href={loginUrl}>
          Sign in
        </a>
      </p>
      <h2>For administrators</h2>
      <p>
        This is the Sign-On URL, in SAML the Assertion Consumer Service (ACS). Enter it at the
        identity provider as it stands in the address bar, with the binding HTTP-POST. It answers,
        so the address is right.
      </p>
    </Layout>
  )
}
