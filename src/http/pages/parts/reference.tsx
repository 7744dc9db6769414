// The box that a person quotes to support: the reference finds the event, the code says what was
// refused.

import type { Page } from './layout.tsx'

/**
 * The way on for administrators. A reader who is not signed in there is asked to. The cookie of a
 * session does not come with the IdP's cross-site POST, so nobody knows here who reads.
 */
export function InConsole({ reference }: { reference: string }): Page {
  return (
    <p class="quiet">
      Administrators:{' '}
      <a href={`/console/events/${encodeURIComponent(reference)}`}>see what happened</a> in the
      console.
    </p>
  )
}

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
