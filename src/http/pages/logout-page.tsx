// Ending the session. A GET asks and a POST acts, so that no link or image can log anybody out.

import { Layout, type Page } from './layout.tsx'

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

/** Confirms that no session is left in this browser, and says what that does not include. */
export function LoggedOutPage(): Page {
  return (
    <Layout title="You are signed out">
      <h1>You are signed out</h1>
      <p>Your session here has ended.</p>
      <p>
        Your organisation’s own sign-in may still remember you. On a shared computer, sign out there
        too and close the browser.
      </p>
    </Layout>
  )
}
