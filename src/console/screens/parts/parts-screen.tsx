// /console/parts: every part in every state, for those who build screens and for the browser tests.

import { Page, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { FieldSamples } from './field-samples.tsx'
import { GuidedSamples } from './guided-samples.tsx'
import { ListSamples } from './list-samples.tsx'
import { OverlaySamples } from './overlay-samples.tsx'
import { WordSamples } from './word-samples.tsx'

/** The page of parts. */
export const Screen = () => (
  <main>
    <Page
      title="Parts"
      sentence="Everything that a screen is made of, in each of its states. Screens use nothing else."
      breadcrumb={[{ label: 'Start', to: paths.home }]}
    >
      <Stack>
        <WordSamples />
        <FieldSamples />
        <ListSamples />
        <GuidedSamples />
        <OverlaySamples />
      </Stack>
    </Page>
  </main>
)
