// Pages for what is our own fault: a part that is out of reach (503), or a bug (500). Neither says
// more than that.

import { Layout, type Page } from './parts/layout.tsx'
import { Reference } from './parts/reference.tsx'

/** Renders an outage; `retryAfterSeconds` is what the header Retry-After says. */
export function OutagePage(props: { reference: string; retryAfterSeconds: number }): Page {
  return (
    <Layout title="Sign-in is interrupted">
      <h1>Sign-in is interrupted</h1>
      <p>
        A part of the sign-in service does not answer at the moment. Nothing was changed, and you
        did nothing wrong.
      </p>
      <p>
        Wait {props.retryAfterSeconds} seconds, then reload this page. If you came from your
        organisation’s sign-in, reloading sends its answer again; that is safe.
      </p>
      <Reference reference={props.reference} />
    </Layout>
  )
}

/** Renders an internal error: a reference, and nothing of its cause (I7). */
export function FaultPage({ reference }: { reference: string }): Page {
  return (
    <Layout title="Something went wrong here">
      <h1>Something went wrong here</h1>
      <p>This is our mistake, not yours. Go back to the application and try once more.</p>
      <p>If you see this page again, send the reference below to your help desk.</p>
      <Reference reference={reference} />
    </Layout>
  )
}
