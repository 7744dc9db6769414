// Routes whose code is loaded when somebody first asks for them. No login asks for them, so a cold
// start does not evaluate them.

import type { Context, Handler, Hono } from 'hono'
import type { Deps } from '../deps.ts'

/** Makes a handler of a module from what it works with. */
type MakeHandler<D> = (deps: D) => Handler
/** The names under which a module exports makers of handlers. */
type HandlerNames<M, D> = { [K in keyof M]: M[K] extends MakeHandler<D> ? K : never }[keyof M]

/**
 * The environment of an application that is mounted with `lazyApp`: the context of the shell is its
 * only binding.
 */
export interface Mounted {
  Bindings: { readonly shell: Context }
}

/**
 * A handler out of a module that is loaded at the first request. A failed load is a fault of that
 * request alone.
 */
export const lazily =
  <D extends Deps>(deps: D) =>
  <M extends object>(load: () => Promise<M>, name: HandlerNames<M, D>): Handler => {
    // The handler and not its promise: a request must not await the promise of another one
    // (workerd).
    let handler: Handler | undefined
    return async (c, next) => {
      handler ??= ((await load())[name] as MakeHandler<D>)(deps)
      return handler(c, next)
    }
  }

/**
 * The handler of a whole application that `load` makes at the first request. It is asked with the
 * path as it came.
 */
export const lazyApp = (load: () => Promise<Hono<Mounted>>): Handler => {
  let app: Hono<Mounted> | undefined
  return async (c) => {
    app ??= await load()
    return app.fetch(c.req.raw, { shell: c }, executionContextOf(c))
  }
}

/**
 * hono throws if a request has no context of its own, as in a test that calls the application
 * directly.
 */
function executionContextOf(c: Context): Context['executionCtx'] | undefined {
  try {
    return c.executionCtx
  } catch {
    return undefined
  }
}
