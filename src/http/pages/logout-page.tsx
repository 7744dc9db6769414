// Ending the session. A GET asks and a POST acts, so that no link or image can log anybody out.

import { Layout, type Page } from './parts/layout.tsx'

/** Asks whether to end the session; send it with `formTarget: 'self'`. */
export function LogoutPage({ tenantName }: { tenantName?: string | undefined }): Page {
  return (
    <Layout title="Sign out?" tenantName={tenantName}>
      <h1>Sign out?</h1>
      <p>This ends your session here. Applications will ask you to sign in again.</p>
      <form method="post" action="/logout" class="actions">
        <button type="submit" class="button">
          Sign out
        </button>
        <a href="/session">Stay signed in</a>
      </form>
    </Layout>
  )
}

/** The session here has ended: on the way to the IdP, to end the one there. */
export function LeavingPage({ url }: { url: string }): Page {
  return (
    <Layout title="You are signed out here" refresh={url}>
      <h1>You are signed out here</h1>
      <p>Your organisation’s sign-in ends its session next. If nothing happens, press Continue.</p>
      <p class="actions">
        <a class="button" href={url}>
          Continue
        </a>
      </p>
    </Layout>
  )
}

/**
 * Confirms that no session is left in this browser, and says what that does not include. `idp`:
 * what the IdP, where it was asked to end its own session, made of that.
 */
export function LoggedOutPage({ idp }: { idp?: 'confirmed' | 'unconfirmed' | undefined }): Page {
  return (
    <Layout title="You are signed out">
      <h1>You are signed out</h1>
      {idp === 'unconfirmed' ? (
        <p>Signed out here; your identity provider did not confirm.</p>
      ) : (
        <p>Your session here has ended.</p>
      )}
      {idp === 'confirmed' ? (
        <p>Your organisation’s sign-in has ended its session too.</p>
      ) : (
        <p>
          Your organisation’s own sign-in may still remember you. On a shared computer, sign out
          there too and close the browser.
        </p>
      )}
      <p class="actions">
        <a class="button" href="/login">
          Sign in again
        </a>
      </p>
    </Layout>
  )
}
