// Signing in with a password. What it says is the same whoever has the address.

import type { LoginTarget } from '../login-target.ts'
import { pathWith } from '../login-target.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { fieldProblem, type Problem, ProblemNote } from './parts/problem.tsx'

export interface PasswordPageProps {
  /** Comes back with the form. */
  readonly wanted?: LoginTarget
  /** What the first field begins with: a hint of the link, never what was typed before. */
  readonly hint?: string | undefined
  readonly refusal?: Problem | undefined
  /** Somebody can be written to. */
  readonly canReset: boolean
}

/** Asks for e-mail address and password. */
export function PasswordPage({ wanted = {}, hint, refusal, canReset }: PasswordPageProps): Page {
  return (
    <Layout title="Sign in with a password" refusal={refusal?.code}>
      <h1>Sign in with a password</h1>
      <ProblemNote problem={refusal} />
      <form method="post" action="/login/password" novalidate>
        {Object.entries(wanted).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label for="email">Your e-mail address</label>
        <input
          id="email"
          name="email"
          type="email"
          value={hint}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          {...fieldProblem(refusal)}
        />
        <label for="password">Your password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          {...fieldProblem(refusal)}
        />
        <p class="actions">
          <button type="submit" class="button">
            Sign in
          </button>
          {canReset ? <a href="/login/forgot">Forgotten?</a> : null}
        </p>
      </form>
      <p class="quiet">
        No password here? <a href={pathWith('/login', wanted)}>Use your organisation’s sign-in</a>
      </p>
    </Layout>
  )
}
