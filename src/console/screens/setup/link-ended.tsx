// A set-up link that opens nothing: why, and what to do about it.

import type { ApiProblem } from '../../api/problem.ts'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'

const ENDS: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  setup_link_revoked: {
    title: 'This set-up link was revoked',
    text: 'The person who sent it has ended it. What was saved under it is kept. Ask them for a new link to go on.',
  },
  setup_link_expired: {
    title: 'This set-up link has expired',
    text: 'Its time is over. What was saved under it is kept. Ask the person who sent it for a new link to go on.',
  },
  setup_link_done: {
    title: 'This set-up is done',
    text: 'Somebody said that the work is finished, so the link opens nothing any more. Ask the person who sent it for a new link to change something.',
  },
  setup_link_unknown: {
    title: 'This set-up link is not known',
    text: 'Compare the address with the one that you were sent. Mail programs sometimes cut the end off: all of it counts.',
  },
  setup_session_missing: {
    title: 'Open the set-up link that you were sent',
    text: 'This browser has not opened a set-up link, or it was more than 12 hours ago. The link itself can be opened again, in any browser.',
  },
}

/** Tells whether a problem says that a set-up link opens nothing here. */
export const isLinkEnd = ({ code }: ApiProblem): boolean => code in ENDS

/** The page of such a link, or of any other problem with it. */
export function LinkEnded({
  problem,
  onRetry,
}: {
  readonly problem: ApiProblem
  readonly onRetry: () => void
}) {
  const end = ENDS[problem.code]
  if (end)
    return (
      <Page title={end.title}>
        <p>{end.text}</p>
      </Page>
    )
  return (
    <Page title="The set-up link did not open">
      <ProblemNotice problem={problem} onRetry={onRetry} />
    </Page>
  )
}
