// What an address shows that leads to no screen.

import { ButtonLink } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Page } from './page.tsx'
import { paths } from './paths.ts'

/** There is nothing at this address. */
export const NotFound = () => (
  <Page title="Not found">
    <EmptyState
      sentence="There is no screen at this address. The link may be old, or a character is missing."
      action={<ButtonLink to={paths.home}>Go to the start</ButtonLink>}
    />
  </Page>
)
