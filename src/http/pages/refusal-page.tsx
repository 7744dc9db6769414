// What a person sees when a login, or a request of an application, is refused: what happened, who
// can mend it, and the reference under which they find the details. The facts of the refusal stay
// in the event (I7).

import type { FixedBy, Meaning } from '../../refusal.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { InConsole, Reference } from './parts/reference.tsx'

/** What the refusal page tells; `says` and `fixedBy` come from the table of codes. */
export interface RefusalPageProps extends Pick<Meaning, 'message' | 'fixedBy'> {
  readonly code: string
  /** The event's id, or the request's where no login had begun. */
  readonly reference: string
  /** Where a new attempt begins, when one may help. */
  readonly startAgain?: string | undefined
  readonly tenantName?: string | undefined
  /** Replaces the heading that follows from `fixedBy` or the code. */
  readonly title?: string | undefined
}

interface Advice {
  readonly title: string
  readonly todo: string
}

const ADVICE: Readonly<Record<FixedBy, Advice>> = {
  user: {
    title: 'You are not signed in yet',
    todo: 'Try once more from the beginning. If you see this page again, send the reference below to your help desk.',
  },
  idp_admin: {
    // With a hyphen at which no line is broken.
    title: 'Your organisation’s sign\u2011in needs a correction',
    todo: 'You did nothing wrong. Send the reference below to your IT help desk: the people who run your organisation’s identity provider can correct this. After that, sign in again.',
  },
  sp_admin: {
    title: 'Single sign-on needs a correction',
    todo: 'You did nothing wrong. Send the reference below to whoever looks after single sign-on for this application: the correction belongs in its configuration here. After that, sign in again.',
  },
  developer: {
    title: 'The application asked for something we cannot do',
    todo: 'Go back to the application and start from there. If you see this page again, send the reference below to the application’s support: its developers can correct the request.',
  },
}

/** Somebody decided who may come in; nothing is broken. */
const KEPT_OUT: ReadonlySet<string> = new Set([
  'login_domain_foreign',
  'login_user_inactive',
  'login_user_not_invited',
  'login_user_not_linked',
])
const KEPT_OUT_ADVICE: Advice = {
  title: 'You may not sign in here',
  todo: 'If you should be able to, send the reference below to whoever looks after single sign-on for this application.',
}

/** The identity provider itself said no. */
const DENIED: ReadonlySet<string> = new Set(['saml_status_request_denied'])
const DENIED_ADVICE: Advice = {
  title: 'Your organisation did not allow this sign\u2011in',
  todo: 'Ask your IT help desk for access to this application, and send them the reference below. After that, sign in again.',
}

/** Whoever opens the link of a test is setting single sign-on up. */
const TEST_ADVICE: Advice = {
  title: 'This test link no longer works',
  todo: 'Begin another test of the connector and open its link: each works once, within 15 minutes.',
}

/** The password was right, and is not enough. */
const BARRED: ReadonlySet<string> = new Set(['login_sso_required', 'login_second_factor_required'])
const BARRED_ADVICE: Advice = {
  title: 'Sign in through your organisation',
  todo: 'Your password is right, but it does not sign you in here. Use your organisation’s sign-in instead. If that does not work, send the reference below to your help desk.',
}

/** Renders a refusal in plain words, with a way to begin again where one helps. */
export function RefusalPage(props: RefusalPageProps): Page {
  const advice = adviceOn(props)
  const title = props.title ?? advice.title
  return (
    <Layout title={title} tenantName={props.tenantName} refusal={props.code}>
      <h1>{title}</h1>
      <h2>What happened</h2>
      <p>{props.message}</p>
      <h2>What you can do</h2>
      <p>{advice.todo}</p>
      {props.startAgain === undefined ? null : (
        <p class="actions">
          <a class="button" href={props.startAgain}>
            {BARRED.has(props.code) ? 'Use your organisation’s sign-in' : 'Start again'}
          </a>
        </p>
      )}
      <Reference reference={props.reference} code={props.code} />
      <InConsole reference={props.reference} />
    </Layout>
  )
}

function adviceOn({ code, fixedBy }: RefusalPageProps): Advice {
  if (code === 'login_test_unknown') return TEST_ADVICE
  if (KEPT_OUT.has(code)) return KEPT_OUT_ADVICE
  if (DENIED.has(code)) return DENIED_ADVICE
  return BARRED.has(code) ? BARRED_ADVICE : ADVICE[fixedBy]
}
