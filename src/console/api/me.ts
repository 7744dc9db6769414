// Who works in this tab: an operator, an administrator, a guest of a set-up link, or nobody.

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { send } from './client.ts'
import { type ApiProblem, asProblem } from './problem.ts'

/** What a guest may do with a set-up link. */
export type SetupTask = 'sso' | 'domain' | 'certificate'

/** `GET /me`. */
export interface Me {
  readonly kind:
    | 'operator'
    | 'support'
    | 'administrator'
    | 'viewer'
    | 'guest'
    | 'api_key'
    | 'person'
  readonly user: {
    readonly id: string
    readonly email: string
    readonly first_name: string | null
    readonly last_name: string | null
  } | null
  readonly tenant: { readonly id: string; readonly name: string } | null
  readonly setup_link: {
    readonly id: string
    readonly tasks: readonly SetupTask[]
    readonly connector_id: string | null
    readonly may_activate: boolean
    readonly expires_at: string | null
  } | null
  readonly authenticated_at: string | null
  readonly recent_until: string | null
  readonly expires_at: string | null
  readonly authentication_url: string | null
}

const KEY = ['me']

/** Who works here; `undefined` while that is asked, or if it is nobody (`problem` is a 401). */
export function useMe(): {
  readonly me: Me | undefined
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
} {
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      send({ method: 'GET', path: '/me', signal, quietly: true }) as Promise<Me>,
    staleTime: 60_000,
  })
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
    queryFn: ({ signal }) =>
      send({ method: 'GET', path: '/me', signal, quietly: true, asGuest: true }) as Promise<Me>,
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

/** Makes a function that asks again who works here, and reads everything else again. */
export function useForgetMe(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.resetQueries()
}

/** Whether the deployment has nobody yet who operates it. Asked only if `enabled`. */
export function useFirstStart(enabled: boolean): {
  readonly isNeeded: boolean
  readonly isPending: boolean
} {
  const query = useQuery({
    queryKey: ['first-start'],
    queryFn: ({ signal }) =>
      send({ method: 'GET', path: '/first-start', signal, quietly: true }) as Promise<{
        readonly needed: boolean
      }>,
    enabled,
  })
  return { isNeeded: query.data?.needed === true, isPending: enabled && query.isPending }
}
