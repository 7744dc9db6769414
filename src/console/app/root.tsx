// What every address has around it: where words are announced, the dialogs that requests may wait
// for, and focus that follows the screen.

import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Announcements } from '../parts/announcements.tsx'
import { InterruptionDialogs } from './interruption-dialogs.tsx'
import { Keys } from './keys.tsx'
import { OutageBanner } from './outage-banner.tsx'

/** The outermost part. */
export function Root() {
  useFocusOnTitle()
  return (
    <>
      <OutageBanner />
      <Outlet />
      <InterruptionDialogs />
      <Keys />
      <Announcements />
    </>
  )
}

/** Moves the focus to the title of a new screen. Tabs keep it, so that Tab goes on from there. */
function useFocusOnTitle(): void {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        const keeps = document.activeElement?.closest('[data-keeps-focus], [role=dialog]')
        if (pathChanged && fromLocation && !keeps) document.getElementById('page-title')?.focus()
      }),
    [router],
  )
}
