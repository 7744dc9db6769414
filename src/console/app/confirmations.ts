// How the tab in which somebody signed in tells the tab that waits for it.

const CHANNEL = 'edge-sso-console'
const CONFIRMED = 'confirmed'

/** Where a sign-in in a tab of its own ends. */
export const CONFIRMED_ADDRESS = '/console/confirmed'

/** Tells every tab of this browser that somebody has signed in. */
export function tellConfirmed(): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(CONFIRMED)
  channel.close()
}

/** Calls back when another tab has signed in; returns how to stop listening. */
export function onConfirmed(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = ({ data }) => {
    if (data === CONFIRMED) listener()
  }
  return () => channel.close()
}
