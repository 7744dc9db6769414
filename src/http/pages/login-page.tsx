// E-mail first: a person says who they are, and the domain of the address says where they sign in.

import type { Meaning } from '../../refusal.ts'
import { Layout, type Page } from './layout.tsx'

export interface LoginPageProps {
  /** Hidden fields that come back with the form. */
  readonly carried?: Readonly<Record<string, string>>
  /** What the field begins with: a hint of the link, never what was typed before. */
  readonly hint?: string | undefined
  /** Why the last address led nowhere. */
  readonly refusal?: (Pick<Meaning, 'says'> & { readonly code: string }) | undefined
}

const PROBLEM = 'problem'

/** Asks for the e-mail address. What it says of an address that leads nowhere is the same for every such address. */
export function LoginPage({ carried = {}, hint, refusal }: LoginPageProps): Page {
  const problem =
    refusal === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': PROBLEM }
  return (
    <Layout title="Sign in" refusal={refusal?.code}>
      <h1>Sign in</h1>
      {refusal === undefined ? (
        <p>Your address leads to your organisation’s own sign-in.</p>
      ) : (
        <p id={PROBLEM} class="problem" role="alert">
          {refusal.says}
        </p>
      )}
      <form method="post" action="/login" novalidate>
        {Object.entries(carried).map(([name, value]) => (
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
          {...problem}
        />
        <p class="actions">
          <button type="submit" class="button">
            Continue
          </button>
        </p>
      </form>
    </Layout>
  )
}
