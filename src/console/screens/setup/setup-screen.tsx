// /console/setup: where a set-up link leads. Looking at it opens nothing; its button does.

import { useState, useSyncExternalStore } from 'react'
import { setupToken } from '../../api/setup-token.ts'
import { Alone } from '../../parts/page.tsx'
import { Arrived } from './arrived.tsx'
import { SetUpUnderWay } from './set-up-under-way.tsx'

/** A link that was opened just now, or the set-up that this browser is at. */
export function Screen() {
  const brought = useSyncExternalStore(setupToken.subscribe, setupToken.get)
  // A token that was used leads on: its page stays until the next one is there.
  const [shown, show] = useState(brought)
  if (brought && brought !== shown) show(brought)
  return <Alone>{shown ? <Arrived key={shown.visit} {...shown} /> : <SetUpUnderWay />}</Alone>
}
