// What somebody sees who is not signed in, or whom no role lets in.

import { Navigate } from '@tanstack/react-router'
import { isGuestTab } from '../api/acting-as.ts'
import { type Me, useFirstStart } from '../api/me.ts'
import type { ApiProblem } from '../api/problem.ts'
import { Actions, ButtonLink } from '../parts/button.tsx'
import { ProblemNotice } from '../parts/notice.tsx'
import { Page } from '../parts/page.tsx'
import { paths } from '../parts/paths.ts'
import { Skeleton } from '../parts/skeleton.tsx'
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
  if (!isSignedOut)
    return (
      <Page title="The console did not load">
        <ProblemNotice problem={problem} onRetry={() => window.location.reload()} />
      </Page>
    )
  if (isGuestTab()) return <LinkEnded />
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

const LinkEnded = () => (
  <Page
    title="This set-up link no longer opens"
    sentence="It was completed, revoked, or its time is over. What you saved is kept."
  >
    <p>Ask the person who sent you the link for a new one. It continues where you stopped.</p>
  </Page>
)

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
