// A sign-in that the identity provider began meets a session that is open already: the person
// decides.

import type { OpenSession } from '../../login/session.ts'
import { Layout, type Page } from './parts/layout.tsx'

/** Asks whether to go on as the other person; its form posts to its own address. */
export function ConfirmSwitchPage({ open, next }: { open: Named; next: Named }): Page {
  return (
    <Layout title="Change who is signed in?" tenantName={next.tenantName}>
      <h1>Change who is signed in?</h1>
      <p>
        You are signed in as <b>{nameOf(open)}</b>. Your organisation’s sign-in has just sent{' '}
        <b>{nameOf(next)}</b>. If you did not ask for that, stay as you are.
      </p>
      <form method="post" class="actions">
        <button type="submit" class="button">
          Continue as {nameOf(next)}
        </button>
        <a href="/session">Stay signed in</a>
      </form>
    </Layout>
  )
}

type Named = Pick<OpenSession, 'tenantName' | 'user'>

const nameOf = ({ user, tenantName }: Named): string =>
  `${user.email ?? user.userId ?? user.id} (${tenantName})`
