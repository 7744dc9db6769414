// The box that a person quotes to support: the reference finds the event, the code says what was
// refused.

import type { Page } from './layout.tsx'

/** Shows a reference, and the code of the refusal where there is one. */
export function Reference({ reference, code }: { reference: string; code?: string }): Page {
  return (
    <dl class="facts">
      <dt>Reference</dt>
      <dd>
        <code class="copy">{reference}</code>
      </dd>
      {code === undefined ? null : (
        <>
          <dt>Code</dt>
          <dd>
            <code class="copy">{code}</code>
          </dd>
        </>
      )}
    </dl>
  )
}
