// What a person sees when a login, or a request of an application, is refused: what happened, who can mend it, and
// the reference under which they find the details. The facts of the refusal stay in the event (I7).

import type { FixedBy, Meaning } from '../../refusal.ts'
import { Layout, type Page } from './layout.tsx'
import { Reference } from './reference.tsx'

/** What the refusal page tells; `says` and `fixedBy` come from the table of codes. */
export interface RefusalPageProps extends Pick<Meaning, 'says' | 'fixedBy'> {
  readonly code: string
  /** The event's id, or the request's where no login had begun. */
  readonly reference: string
  /** Where a new attempt begins, when one may help. */
  readonly startAgain?: string | undefined
  readonly tenantName?: string | undefined
  /** Replaces the heading that follows from `fixedBy`. */
  readonly title?: string | undefined
}

const ADVICE: Readonly<Record<FixedBy, { readonly title: string; readonly todo: string }>> = {
  user: {
    title: 'You are not signed in yet',
    todo: 'Try once more from the beginning. If you see this page again, send the reference below to your help desk.',
  },
  idp_admin: {
    title: 'Your organisation’s sign-in needs a correction',
    todo: 'You did nothing wrong. Send the reference below to your IT help desk: the people who run your organisation’s identity provider can correct this. After that, sign in again.',
  },
  sp_admin: {
    title: 'Single sign-on is not set up completely',
    todo: 'You did nothing wrong. Send the reference below to whoever looks after single sign-on for this application: the correction belongs in its configuration here. After that, sign in again.',
  },
  developer: {
    title: 'The application asked for something we cannot do',
    todo: 'Go back to the application and start from there. If you see this page again, send the reference below to the application’s support: its developers can correct the request.',
  },
}

/** Renders a refusal in plain words, with a way to begin again where one helps. */
export function RefusalPage(props: RefusalPageProps): Page {
  const advice = ADVICE[props.fixedBy]
  const title = props.title ?? advice.title
  return (
    <Layout title={title} tenantName={props.tenantName} refusal={props.code}>
      <h1>{title}</h1>
      <h2>What happened</h2>
      <p>{props.says}</p>
      <h2>What you can do</h2>
      <p>{advice.todo}</p>
      {props.startAgain === undefined ? null : (
        <p class="actions">
          <a class="button" href={props.startAgain}>
            Start again
          </a>
        </p>
      )}
      <Reference reference={props.reference} code={props.code} />
    </Layout>
  )
}
