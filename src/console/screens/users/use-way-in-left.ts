// A change of a user that would take the last way in from a tenant's administrators: said in the
// words of the console, with the choice that whoever works here has.

import { useMe } from '../../api/me.ts'
import type { ApiProblem } from '../../api/problem.ts'
import type { ShownProblem } from '../../parts/notice.tsx'
import { useWayIn } from '../connectors/way-in.tsx'

const LAST_ADMIN = 'user_last_admin'

/** The refusal as it is shown, with the choice that it offers and the query of the next try. */
export function useWayInLeft(problem: ApiProblem | undefined) {
  const { me } = useMe()
  const isLast = problem?.code === LAST_ADMIN
  const mayLeaveNone = me?.kind === 'operator'
  const wayIn = useWayIn(isLast && !mayLeaveNone ? undefined : problem)
  return { ...wayIn, shown: isLast ? lastAdministrator(problem) : problem } as const
}

const lastAdministrator = ({ requestId }: ApiProblem): ShownProblem => ({
  message: 'This is the last active administrator of the tenant.',
  mend: 'Give another active user the role “admin” first.',
  requestId,
})
