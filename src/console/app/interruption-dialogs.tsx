// Takes a person through what a request waits for: the session has ended, or a change asks for a
// recent proof of who they are. Both happen in a tab of their own, so that nothing typed is lost.

import { Suspense, useEffect, useRef, useState } from 'react'
import { isGuestTab } from '../api/acting-as.ts'
import { takeInterruptions } from '../api/interruptions.ts'
import { useForgetMe } from '../api/me.ts'
import { lazyPart } from '../parts/lazy-part.ts'
import { CONFIRMED_ADDRESS } from './confirmations.ts'
import type { InterruptionKind } from './interruption-dialog.tsx'

interface Waiting {
  readonly kind: InterruptionKind
  /** Where the person signs in. */
  readonly address: string
  readonly settle: (again: boolean) => void
}

// No first screen shows a dialog.
const InterruptionDialog = lazyPart(
  async () => (await import('./interruption-dialog.tsx')).InterruptionDialog,
)

const SIGN_IN = `/login?return_to=${encodeURIComponent(CONFIRMED_ADDRESS)}`

/** An address of ours, coming back to the page that tells this tab. */
function withReturn(address: string): string | undefined {
  const url = new URL(address, window.location.origin)
  if (url.origin !== window.location.origin) return undefined
  url.searchParams.set('return_to', CONFIRMED_ADDRESS)
  return url.pathname + url.search
}

/** The dialogs, closed until a request waits for one. */
export function InterruptionDialogs() {
  const [waiting, setWaiting] = useState<Waiting>()
  const forgetMe = useForgetMe()
  const forget = useRef(forgetMe)
  forget.current = forgetMe
  useEffect(() => {
    const ask = (kind: InterruptionKind, address: string): Promise<boolean> =>
      new Promise((settle) => setWaiting({ kind, address, settle }))
    return takeInterruptions({
      // A set-up link that ended opens no more by signing in: the shell says what happened.
      signIn: () => (isGuestTab() ? forget.current().then(() => false) : ask('sign-in', SIGN_IN)),
      stepUp(authenticationUrl) {
        const address = withReturn(authenticationUrl)
        return address === undefined ? Promise.resolve(false) : ask('step-up', address)
      },
    })
  }, [])
  if (!waiting) return null
  const end = (again: boolean) => {
    waiting.settle(again)
    setWaiting(undefined)
  }
  return (
    <Suspense>
      <InterruptionDialog kind={waiting.kind} address={waiting.address} onEnd={end} />
    </Suspense>
  )
}
