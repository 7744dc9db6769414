// The page that documents one code: `type` of a problem points at it. It says the same to
// everybody.

import type { FixedBy, Meaning } from '../../refusal.ts'
import { Layout, type Page } from './parts/layout.tsx'

interface RefusalDocumentProps extends Meaning {
  readonly code: string
  /** The area that the code belongs to. */
  readonly area: string
  readonly mend: string
}

const ACTOR: Readonly<Record<FixedBy, string>> = {
  idp_admin: 'The administrator of the organisation’s identity provider.',
  sp_admin: 'The administrator who configures single sign-on here.',
  developer: 'The developer of the application or program that sent the request.',
  user: 'The person who signs in.',
}

/** Renders what a code means, who mends it and how. */
export function RefusalDocumentPage(props: RefusalDocumentProps): Page {
  const { code, area, message, fixedBy, mend, rule } = props
  return (
    <Layout title={`Refusal ${code}`}>
      <h1>
        <code>{code}</code>
      </h1>
      <h2>What it means</h2>
      <p>{message}</p>
      <h2>Who mends it</h2>
      <p>{ACTOR[fixedBy]}</p>
      <h2>How to mend it</h2>
      <p>{mend}</p>
      <h2>Where the facts are</h2>
      <p>
        A problem of the API holds what was expected and what arrived in <code>detail</code>, and
        each wrong member in <code>errors</code>. A refused sign-in holds them in the event that its
        reference names.
      </p>
      <dl class="facts">
        <dt>Area</dt>
        <dd>{area}</dd>
        <dt>Rule</dt>
        <dd>{rule}</dd>
      </dl>
    </Layout>
  )
}
