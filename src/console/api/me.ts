// Who works in this tab: an operator, an administrator, a guest of a set-up link, or nobody.

import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { actAsGuest } from './acting-as.ts'
import { type Answer, type OperationKey, request } from './client.ts'
import { opensToGuest } from './guest-rights.ts'
import { ME_KEY } from './me-key.ts'
import { type ApiProblem, asProblem } from './problem.ts'

/** Somebody who works here. */
export type Me = Answer<'GET /me'>

/** What a guest may do with a set-up link. */
export type SetupTask = NonNullable<Me['setup_link']>['tasks'][number]

/** The query of what a set-up link is for: it does not depend on who works here. */
export const DESCRIPTION = 'setup-description'

const ME = queryOptions({
  queryKey: ME_KEY,
  queryFn: ({ signal }) => request('GET /me', { signal, quietly: true }),
  staleTime: 60_000,
})

/** Asks who works here while the first screen is still loading. */
export const askEarly = (queries: QueryClient): void => void queries.prefetchQuery(ME)

/** Who works here; `undefined` while that is asked, or if it is nobody (`problem` is a 401). */
export function useMe(): {
  readonly me: Me | undefined
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
} {
  const query = useQuery(ME)
  return { me: query.data, isPending: query.isPending, problem: asProblem(query.error) }
}

/** The guest of a set-up link that this browser holds, whoever this tab works for. */
export function useGuest(): {
  readonly guest: Me | undefined
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
  retry(): void
} {
  const query = useQuery({
    queryKey: ['guest'],
    queryFn: ({ signal }) => request('GET /me', { signal, quietly: true, asGuest: true }),
  })
  return {
    guest: query.data,
    isPending: query.isPending,
    problem: asProblem(query.error),
    retry: () => void query.refetch(),
  }
}

/** Tells whether whoever works here may change what they see. */
export function useMayChange(): boolean {
  const { me } = useMe()
  return me !== undefined && ['operator', 'administrator', 'guest'].includes(me.kind)
}

/**
 * Makes a function that tells whether whoever works here may ask for a change. A guest may what the
 * link opens.
 */
export function useMay(): (key: OperationKey) => boolean {
  const { me } = useMe()
  return (key) => {
    if (me?.kind === 'operator' || me?.kind === 'administrator') return true
    return me?.kind === 'guest' && me.setup_link !== null && opensToGuest(key, me.setup_link)
  }
}

/**
 * Makes a function by which this tab works for the set-up link of the browser. What was read for
 * somebody else is forgotten, and who works here is known before the next screen opens.
 */
export function useBecomeGuest(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    actAsGuest()
    queries.removeQueries({ predicate: ({ queryKey: [name] }) => name !== DESCRIPTION })
    await queries.prefetchQuery(ME)
  }
}

/** Makes a function that asks again who works here, and reads everything else again. */
export function useForgetMe(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.resetQueries()
}

/** Whether the deployment has nobody yet who operates it. Asked only if `enabled`. */
export function useFirstStart(enabled: boolean): {
  readonly isNeeded: boolean
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
} {
  const query = useQuery({
    queryKey: ['first-start'],
    queryFn: ({ signal }) => request('GET /first-start', { signal, quietly: true }),
    enabled,
  })
  return {
    isNeeded: query.data?.needed === true,
    isPending: enabled && query.isPending,
    problem: asProblem(query.error),
  }
}
