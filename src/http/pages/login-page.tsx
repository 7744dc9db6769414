// E-mail first: a person says who they are, and the domain of the address says where they sign in.

import { type LoginTarget, pathWith } from '../login-target.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { fieldProblem, type Problem, ProblemNote } from './parts/problem.tsx'

export interface LoginPageProps {
  /** Comes back with the form. */
  readonly wanted?: LoginTarget
  /** What the field begins with: a hint of the link, never what was typed before. */
  readonly hint?: string | undefined
  /** Why the last address led nowhere. */
  readonly refusal?: Problem | undefined
}

/**
 * Asks for the e-mail address. What it says of an address that leads nowhere is the same for every
 * such address.
 */
export function LoginPage({ wanted = {}, hint, refusal }: LoginPageProps): Page {
  return (
    <Layout title="Sign in" refusal={refusal?.code}>
      <h1>Sign in</h1>
      {refusal === undefined ? (
        <p>Your address leads to your organisation’s own sign-in.</p>
      ) : (
        <ProblemNote problem={refusal} />
      )}
      <form method="post" action="/login" novalidate>
        {Object.entries(wanted).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label for="email">Your e-mail address at work</label>
        <input
          id="email"
          name="email"
          type="email"
          value={hint}
          autocomplete="username"
          inputmode="email"
          autocapitalize="none"
          spellcheck={false}
          required
          {...fieldProblem(refusal)}
        />
        <p class="actions">
          <button type="submit" class="button">
            Continue
          </button>
          <a href={pathWith('/login/password', wanted)}>Use a password</a>
        </p>
      </form>
    </Layout>
  )
}
