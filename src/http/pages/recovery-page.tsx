// For an administrator whose password was right where nobody signs in with one: the organisation's
// sign-in, and beside it the organisation's own recovery codes.

import { type LoginTarget, pathWith } from '../login-target.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { fieldProblem, type Problem, ProblemNote } from './parts/problem.tsx'

/** Says why the password is not enough, and takes a recovery code. */
export function RecoveryPage({
  refusal,
  wanted = {},
}: {
  readonly refusal: Problem
  readonly wanted?: LoginTarget
}): Page {
  return (
    <Layout title="Sign in through your organisation" refusal={refusal.code}>
      <h1>Sign in through your organisation</h1>
      <ProblemNote problem={refusal} />
      <p class="actions">
        <a class="button" href={pathWith('/login', wanted)}>
          Use your organisation’s sign-in
        </a>
      </p>
      <h2>If it does not work</h2>
      <p>
        With one of the recovery codes of your organisation you sign in once. All of its
        administrators are told.
      </p>
      <form method="post" action="/login/recovery" novalidate>
        <label for="code">A recovery code of your organisation</label>
        <input
          id="code"
          name="code"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          required
          {...fieldProblem(refusal.code === 'login_sso_required' ? undefined : refusal)}
        />
        <p class="actions">
          <button type="submit" class="button">
            Sign in with it
          </button>
        </p>
      </form>
    </Layout>
  )
}
