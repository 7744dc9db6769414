// The one-time link: a password is chosen, or there is nothing to choose any more.

import { MIN_PASSWORD_LENGTH } from '../../protocol/passwords/password.ts'
import type { LoginTarget } from '../login-target.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { fieldProblem, type Problem, ProblemNote } from './parts/problem.tsx'

export interface SetPasswordPageProps {
  readonly purpose: 'invitation' | 'reset'
  readonly email: string
  readonly tenantName: string
  /** Says for which link the form was shown. */
  readonly link: string
  /** Comes back with the form. */
  readonly wanted?: LoginTarget
  readonly refusal?: Problem | undefined
}

const RULES = 'rules'

/** Asks for the new password, twice. The address stands in the form for password managers. */
export function SetPasswordPage({
  purpose,
  email,
  tenantName,
  link,
  wanted = {},
  refusal,
}: SetPasswordPageProps): Page {
  const title = purpose === 'invitation' ? 'Choose your password' : 'Set a new password'
  const about = refusal === undefined ? { 'aria-describedby': RULES } : fieldProblem(refusal)
  return (
    <Layout title={title} tenantName={tenantName} refusal={refusal?.code}>
      <h1>{title}</h1>
      <ProblemNote problem={refusal} />
      <form method="post" action="/password" novalidate>
        <input type="hidden" name="link" value={link} />
        {Object.entries(wanted).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label for="email">Your e-mail address</label>
        <input id="email" type="email" value={email} autocomplete="username" readonly />
        <label for="password">New password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          required
          {...about}
        />
        <p id={RULES} class="quiet">
          At least {MIN_PASSWORD_LENGTH} characters. Several words are easier to remember than
          special characters.
        </p>
        <label for="repeated">Once more</label>
        <input
          id="repeated"
          name="repeated"
          type="password"
          autocomplete="new-password"
          required
          {...fieldProblem(refusal)}
        />
        {purpose === 'reset' ? <p class="quiet">Everywhere else you will be signed out.</p> : null}
        <p class="actions">
          <button type="submit" class="button">
            Save and sign in
          </button>
        </p>
      </form>
    </Layout>
  )
}

/** Says that the link no longer works, and how to come by another. */
export function DeadLinkPage({ canReset }: { canReset: boolean }): Page {
  return (
    <Layout title="This link no longer works" refusal="login_password_link_unknown">
      <h1>This link no longer works</h1>
      <p>It has been used, has expired, or was never issued. Nothing was changed.</p>
      {canReset ? (
        <p class="actions">
          <a class="button" href="/login/forgot">
            Send another link
          </a>
          <a href="/login">Back to signing in</a>
        </p>
      ) : (
        <p>Ask your administrator for another one.</p>
      )}
    </Layout>
  )
}
