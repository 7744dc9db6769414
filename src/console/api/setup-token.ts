// The token of a set-up link. It stands behind the `#` of the address that somebody was sent; here
// it is taken out of the address before anything else runs, and then stays in memory alone.

const SET_UP = /^\/console\/setup\/?$/

/** A token that an address brought; `visit` counts them. */
export interface BroughtToken {
  readonly token: string
  readonly visit: number
}

let brought: BroughtToken | undefined
const listeners = new Set<() => void>()

function take(): void {
  const { hash, pathname, search } = window.location
  if (!SET_UP.test(pathname) || hash.length < 2) return
  window.history.replaceState(window.history.state, '', pathname + search)
  brought = { token: hash.slice(1), visit: (brought?.visit ?? 0) + 1 }
  for (const listener of listeners) listener()
}

take()
// Another link that is put into the address bar of this tab loads nothing anew.
window.addEventListener('hashchange', take)

/** The token that brought somebody here, while it is not used (a store for React). */
export const setupToken = {
  get: (): BroughtToken | undefined => brought,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  /** It was used, or is of no more use. */
  drop(): void {
    brought = undefined
    for (const listener of listeners) listener()
  },
}
