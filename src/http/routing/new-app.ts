// An application of hono without its default routers. Those prepare one regular expression for all
// routes with the first request, which costs a cold start more than a trie costs thousands of
// requests (ADR 0019).

import type { Env, Hono } from 'hono'
import { HonoBase } from 'hono/hono-base'
import { TrieRouter } from 'hono/router/trie-router'
import type { BlankEnv } from 'hono/types'

/** Segments that are written as parameters and wildcards are in routes. */
const LIKE_A_ROUTE = /(?<=\/)[:*]/g

/** An application that has no route yet. */
export const newApp = <E extends Env = BlankEnv>(): Hono<E> =>
  new HonoBase<E>({ router: createRouter() })

/**
 * The trie would find the parts of routes themselves in such segments of a path, and run what
 * stands there twice. Escaped, they are segments like any other. Readers of parameters decode them.
 */
export function createRouter<T>(): TrieRouter<T> {
  const router = new TrieRouter<T>()
  const match = router.match.bind(router)
  router.match = (method, path) => match(method, path.replace(LIKE_A_ROUTE, encode))
  return router
}

const encode = (sign: string): string => (sign === '*' ? '%2A' : '%3A')
