// /console/setup: where a set-up link leads. Looking at it opens nothing; its button does.

import { useSyncExternalStore } from 'react'
import { setupToken } from '../../api/setup-token.ts'
import { Alone } from '../../parts/page.tsx'
import { Arrived } from './arrived.tsx'
import { SetUpUnderWay } from './set-up-under-way.tsx'

/** A link that was opened just now, or the set-up that this browser is at. */
export function Screen() {
  const brought = useSyncExternalStore(setupToken.subscribe, setupToken.get)
  return <Alone>{brought ? <Arrived key={brought.visit} {...brought} /> : <SetUpUnderWay />}</Alone>
}
