// After a deployment a tab may ask for a file that is no longer there. The document names the new
// ones, so reloading it mends that. What was typed is kept in the tab.

const KEY = 'edge-sso:reloaded-at'
/** A second failure within this time is no deployment. */
const AGAIN_MS = 60_000

/** Reloads the page when a file of it is missing, once. */
export function reloadWhenFilesAreMissing(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0)
    if (Date.now() - last < AGAIN_MS) return
    sessionStorage.setItem(KEY, String(Date.now()))
    window.location.reload()
  })
}
