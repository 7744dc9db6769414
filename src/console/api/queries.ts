// The API as React sees it: a resource, a list in pages, a change. Screens use these three.

import {
  MutationCache,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type Answer, type Input, type OperationKey, request } from './client.ts'
import { ME_KEY } from './me-key.ts'
import { type ApiProblem, asProblem } from './problem.ts'

/** The client of every query. The API client repeats what may be repeated, so nothing does here. */
export const createQueryClient = (): QueryClient => {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (thrown) => askAgain(thrown, client) }),
    mutationCache: new MutationCache({ onError: (thrown) => askAgain(thrown, client) }),
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 10_000,
        // A copy would lose the tag that a resource was answered with.
        structuralSharing: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return client
}

/** Whoever lacks a role that the page took for granted was demoted: who they are is read again. */
function askAgain(thrown: unknown, client: QueryClient): void {
  if (asProblem(thrown)?.code === 'api_scope_missing')
    void client.invalidateQueries({ queryKey: ME_KEY })
}

/** A resource that is loaded, or why it is not. */
export interface Loaded<T> {
  readonly data: T | undefined
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
  retry(): void
}

/** How a resource is read. */
export interface ReadOptions {
  /** `false`: not yet. */
  readonly enabled?: boolean
  /** Asks again after so many milliseconds, for as long as the screen is open. */
  readonly every?: number | undefined
}

/** Reads a resource by `GET`. */
export function useResource<K extends OperationKey & `GET ${string}`>(
  key: K,
  input: Input<K>,
  { enabled = true, every }: ReadOptions = {},
): Loaded<Answer<K>> {
  const query = useQuery({
    queryKey: [key, input],
    queryFn: ({ signal }) => request(key, { ...input, signal }),
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
  })
  return {
    data: query.data,
    isPending: query.isPending && enabled,
    problem: asProblem(query.error),
    retry: () => void query.refetch(),
  }
}

/** Loads a part of the console itself, as a guide; `undefined`: not yet. */
export function useLoaded<T>(
  name: readonly (string | undefined)[],
  load: (() => Promise<T>) | undefined,
): Loaded<T> {
  const query = useQuery({
    queryKey: ['part', ...name],
    queryFn: () => load?.(),
    enabled: load !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    data: query.data,
    isPending: query.isPending && load !== undefined,
    problem: asProblem(query.error),
    retry: () => void query.refetch(),
  }
}

type ItemOf<K extends OperationKey> =
  Answer<K> extends { readonly data: readonly (infer Item)[] } ? Item : never

/** A list as a table shows it. */
export interface List<Item> {
  readonly items: readonly Item[]
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  more(): void
  retry(): void
}

/** Reads a list page by page; `query` of the input filters it. */
export function useList<K extends OperationKey & `GET ${string}`>(
  key: K,
  input: Input<K>,
  { enabled = true, every }: ReadOptions = {},
): List<ItemOf<K>> {
  const query = useInfiniteQuery({
    queryKey: [key, 'list', input],
    queryFn: async ({ signal, pageParam }) => {
      const { query: filters } = input as { readonly query?: object }
      const page = { ...filters, ...(pageParam ? { cursor: pageParam } : {}) }
      return (await request(key, { ...input, query: page, signal } as Input<K>)) as {
        readonly data: readonly ItemOf<K>[]
        readonly next_cursor?: string | null
      }
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor || undefined,
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
  })
  return {
    items: query.data?.pages.flatMap((page) => page.data) ?? [],
    isPending: query.isPending && enabled,
    problem: asProblem(query.error),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  }
}

/** A change, and how it goes. */
export interface Change<K extends OperationKey> {
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
  /** Resolves to the answer, or to `undefined` if it was refused (see `problem`). */
  run(input: Input<K>): Promise<{ readonly answer: Answer<K> } | undefined>
  /** Forgets the problem. */
  reset(): void
}

/** Makes a change. Whatever the console shows is read again after it. */
export function useChange<K extends OperationKey>(key: K): Change<K> {
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: (input: Input<K>) => request(key, input),
    onSuccess: () => queries.invalidateQueries(),
  })
  return {
    isPending: mutation.isPending,
    problem: asProblem(mutation.error),
    run: (input) =>
      mutation.mutateAsync(input).then(
        (answer) => ({ answer }),
        () => undefined,
      ),
    reset: mutation.reset,
  }
}
