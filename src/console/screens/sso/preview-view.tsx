// What would be saved, before it is: what was recognised, issuer, endpoints by binding,
// certificates with both fingerprints, and warnings.

import { Notice } from '../../parts/notice.tsx'
import { Stack } from '../../parts/page.tsx'
import { Certificates } from './certificates.tsx'
import { IdpFacts } from './idp-facts.tsx'
import type { Preview } from './use-preview.ts'

/** Shows a preview. */
export const PreviewView = ({ preview }: { readonly preview: Preview }) => (
  <Stack>
    <Notice
      kind="good"
      announced
      title={`Recognised: ${decapitalise(preview.recognised_in_words)}`}
    >
      Nothing is saved yet.
    </Notice>
    {preview.warnings.map(({ code, message, position }) => (
      <Notice key={`${code}-${position}-${message}`} kind="warning">
        {message}
      </Notice>
    ))}
    {preview.recognised !== 'certificates' && <IdpFacts idp={preview} />}
    <Certificates certificates={preview.certificates} />
  </Stack>
)

/** "A certificate." goes on a sentence; "SAML metadata" keeps its capitals. */
const decapitalise = (sentence: string): string =>
  /^[A-Z](?![A-Z])/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence
