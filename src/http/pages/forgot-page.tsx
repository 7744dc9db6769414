// A new password is asked for by mail. Neither page says whether anybody has the address.

import { Layout, type Page } from './parts/layout.tsx'
import { fieldProblem, type Problem, ProblemNote } from './parts/problem.tsx'

/** Asks where to send the link. */
export function ForgotPage({ refusal }: { refusal?: Problem | undefined }): Page {
  return (
    <Layout title="Set a new password" refusal={refusal?.code}>
      <h1>Set a new password</h1>
      <p>We send a link to your e-mail address. It works once, for half an hour.</p>
      <ProblemNote problem={refusal} />
      <form method="post" action="/login/forgot" novalidate>
        <label for="email">Your e-mail address</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          {...fieldProblem(refusal)}
        />
        <p class="actions">
          <button type="submit" class="button">
            Send the link
          </button>
          <a href="/login/password">Back</a>
        </p>
      </form>
    </Layout>
  )
}

/** Says that a link is on its way, if it is. */
export function MailedPage(): Page {
  return (
    <Layout title="Check your mailbox">
      <h1>Check your mailbox</h1>
      <p>
        If somebody has a password here with this address, a link is on its way. It works once, for
        half an hour.
      </p>
      <p>
        Nothing has come? Look among unwanted mail. Or your organisation does not have you sign in
        with a password. We send at most three links in an hour.
      </p>
      <p class="actions">
        <a href="/login">Back to signing in</a>
      </p>
    </Layout>
  )
}
