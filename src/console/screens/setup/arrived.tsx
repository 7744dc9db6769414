// Somebody arrives by a set-up link: what it is for, and the button that begins.

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../api/client.ts'
import { DESCRIPTION, useBecomeGuest } from '../../api/me.ts'
import { asProblem } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { SetupDescription } from '../../api/schema.d.ts'
import { type BroughtToken, setupToken } from '../../api/setup-token.ts'
import { Actions, Button } from '../../parts/button.tsx'
import { Facts, Time } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { useOpen } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { isLinkEnd, LinkEnded } from './link-ended.tsx'
import { startOf, TASK_WORDS, titleOf } from './setup-words.ts'

/** What the link of this token is for. */
export function Arrived({ token, visit }: BroughtToken) {
  const query = useQuery({
    // The token is in no key: keys may be written down.
    queryKey: [DESCRIPTION, visit],
    queryFn: ({ signal }) =>
      request('POST /setup-links:describe', { body: { token }, signal, quietly: true }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const problem = asProblem(query.error)
  if (query.isPending) return <Skeleton lines={5} />
  if (problem) return <LinkEnded problem={problem} onRetry={() => void query.refetch()} />
  return query.data ? <Described link={query.data} token={token} /> : null
}

function Described({ link, token }: { readonly link: SetupDescription; readonly token: string }) {
  const begin = useBegin(token)
  // Opening the link changes its state while the page leads on.
  const [isBegun] = useState(link.state === 'opened')
  const { tenant, tasks, may_activate, expires_at } = link
  if (begin.problem && isLinkEnd(begin.problem))
    return <LinkEnded problem={begin.problem} onRetry={begin.run} />
  return (
    <Page
      title={titleOf(tasks, tenant.name)}
      sentence="You need no account. What you do is noted under this link."
    >
      {isBegun && (
        <Notice title="Somebody has begun already">
          You go on where they stopped. Several people may use the link.
        </Notice>
      )}
      <Card>
        <Facts
          facts={[
            ...tasks.map((task) => [TASK_WORDS[task].name, TASK_WORDS[task].does] as const),
            [
              'Going live',
              may_activate
                ? 'You put the set-up live once its test has passed.'
                : `Once its test has passed, an administrator of ${tenant.name} puts it live.`,
            ],
            ['The link ends', <Time key="end" at={expires_at} as="day" />],
          ]}
        />
      </Card>
      <ProblemNotice problem={begin.problem} />
      <Actions>
        <Button kind="primary" pending={begin.isPending} onClick={begin.run}>
          {isBegun ? 'Continue the set-up' : 'Begin the set-up'}
        </Button>
      </Actions>
    </Page>
  )
}

/** Opens the link: from here on this tab works for it. */
function useBegin(token: string) {
  const session = useChange('POST /setup-sessions')
  const becomeGuest = useBecomeGuest()
  const open = useOpen()
  const [isLeaving, setLeaving] = useState(false)
  const run = async () => {
    const begun = await session.run({ body: { token }, quietly: true })
    if (!begun) return
    setLeaving(true)
    const { tenant, tasks } = begun.answer
    await becomeGuest()
    setupToken.drop()
    const [first] = tasks
    if (first) open(startOf(tenant.id, first), { replace: true })
  }
  return {
    run: () => void run(),
    isPending: session.isPending || isLeaving,
    problem: session.problem,
  }
}
