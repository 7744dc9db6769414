// What goes wrong at this identity provider, and how to mend it there.

import type { Guide, KnownError } from '../../guides/guide.ts'
import { mendOf } from '../../guides/mend.ts'
import { nameInText } from '../../guides/products.ts'
import { Disclosure } from '../../parts/guided/disclosure.tsx'
import { Notice } from '../../parts/notice.tsx'
import { GuideText } from './guide-text.tsx'

/** The messages of the product itself, folded away. */
export function KnownErrors({ guide }: { readonly guide: Guide }) {
  const shown = guide.errors.filter(
    (error): error is Extract<KnownError, { readonly message: string }> => 'message' in error,
  )
  if (shown.length === 0) return null
  return (
    <Disclosure title={`If ${nameInText(guide)} shows an error`}>
      <dl>
        {shown.map(({ message, means, mend }) => (
          <div key={message}>
            <dt>
              <strong>{message}</strong>
            </dt>
            <dd>
              <GuideText text={`${means} ${mend}`} />
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}

/** What to do at this product about a refusal; nothing if the guide does not know it. */
export function MendThere({ guide, code }: { readonly guide: Guide; readonly code: string }) {
  const mend = mendOf(guide, code)
  return mend === undefined ? null : (
    <Notice kind="info" title={`In ${nameInText(guide)}`}>
      <GuideText text={mend} />
    </Notice>
  )
}
