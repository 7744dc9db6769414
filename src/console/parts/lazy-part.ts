// Parts of the console that are loaded when somebody opens them. After a deployment a tab may ask
// for a file that is no longer there. The document names the new ones, so the page is reloaded,
// once. What was typed is kept in the tab. (The router does the same for screens.)

import { type ComponentType, lazy } from 'react'

const KEY = 'edge-sso:reloaded-at'
/** A second failure within this time is no deployment. */
const AGAIN_MS = 60_000

function reloadOnce(): void {
  const last = Number(sessionStorage.getItem(KEY) ?? 0)
  if (Date.now() - last < AGAIN_MS) return
  sessionStorage.setItem(KEY, String(Date.now()))
  window.location.reload()
}

/** A component out of a file of its own. */
export const lazyPart = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => {
    try {
      return { default: await load() }
    } catch (fault) {
      reloadOnce()
      throw fault
    }
  })
