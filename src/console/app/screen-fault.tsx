// What is shown in place of a screen that has a fault of its own, or whose file did not load.

import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { Page } from '../parts/page.tsx'

/** A screen that cannot be shown. */
export const ScreenFault = () => (
  <Page title="This screen did not load">
    <Notice
      kind="bad"
      announced
      title="Something went wrong in this page"
      action={<Button onClick={() => window.location.reload()}>Reload</Button>}
    >
      Nothing that was saved is lost.
    </Notice>
  </Page>
)
