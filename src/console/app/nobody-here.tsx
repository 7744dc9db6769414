// What somebody sees who is not signed in, or whom no role lets in.

import { Navigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isGuestTab } from '../api/acting-as.ts'
import { type Me, useFirstStart } from '../api/me.ts'
import type { ApiProblem } from '../api/problem.ts'
import { Actions, ButtonLink } from '../parts/button.tsx'
import { forgetDrafts } from '../parts/drafts.ts'
import { ProblemNotice } from '../parts/notice.tsx'
import { Page } from '../parts/page.tsx'
import { paths } from '../parts/paths.ts'
import { Skeleton } from '../parts/skeleton.tsx'
import { isLinkEnd, LinkEnded } from '../screens/setup/link-ended.tsx'
import styles from './shell.module.css'

interface Nobody {
  readonly me: Me | undefined
  readonly problem: ApiProblem | undefined
}

/** How to come in, in place of a screen. */
export const NobodyHere = (nobody: Nobody) => (
  <main className={styles.alone}>
    <Way {...nobody} />
  </main>
)

function Way({ me, problem }: Nobody) {
  const isSignedOut = problem?.status === 401
  const { isNeeded, isPending } = useFirstStart(isSignedOut && !isGuestTab())
  if (me) return <NoRole />
  if (problem && isGuestTab() && isLinkEnd(problem)) return <GuestGone problem={problem} />
  if (!isSignedOut)
    return (
      <Page title="The console did not load">
        <ProblemNotice problem={problem} onRetry={() => window.location.reload()} />
      </Page>
    )
  if (isPending) return <Skeleton />
  return isNeeded ? <Navigate to={paths.firstStart} replace /> : <SignIn />
}

function SignIn() {
  const here = window.location.pathname + window.location.search
  return (
    <Page title="Sign in to the console" sentence="For operators, administrators and viewers.">
      <Actions>
        <ButtonLink kind="primary" href={`/login?return_to=${encodeURIComponent(here)}`}>
          Sign in
        </ButtonLink>
      </Actions>
      <p>Somebody sent you a set-up link? Open that link: it needs no account.</p>
    </Page>
  )
}

/**
 * The link of this tab opens nothing here. Once it has ended for good, the tab keeps nothing of
 * what was typed. A guest who can open it again goes on.
 */
function GuestGone({ problem }: { readonly problem: ApiProblem }) {
  const hasEnded = problem.code !== 'setup_session_missing'
  useEffect(() => {
    if (hasEnded) forgetDrafts()
  }, [hasEnded])
  return <LinkEnded problem={problem} onRetry={() => window.location.reload()} />
}

const NoRole = () => (
  <Page
    title="You have no access to the console"
    sentence="You are signed in, but neither administrator nor viewer of your organisation."
  >
    <p>Ask an administrator of your organisation for the role “admin” or “viewer”.</p>
    <Actions>
      <ButtonLink href="/account">Your account</ButtonLink>
      <ButtonLink href="/logout">Sign out</ButtonLink>
    </Actions>
  </Page>
)
