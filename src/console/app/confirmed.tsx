// Where signing in and proving who one is end, in the tab that was opened for it: it tells the tab
// that waits, and closes.

import { useEffect } from 'react'
import { Notice } from '../parts/notice.tsx'
import { Page } from '../parts/page.tsx'
import { tellConfirmed } from './confirmations.ts'

/** The end of a sign-in in a tab of its own. */
export function Confirmed() {
  useEffect(() => {
    tellConfirmed()
    window.close()
  }, [])
  return (
    <main>
      <Page title="Confirmed">
        <Notice kind="good" title="You can close this tab">
          The tab where you were working goes on by itself.
        </Notice>
      </Page>
    </main>
  )
}
