// Hands a SAML message to an IdP through the browser (HTTP-POST binding, SAML Bindings §3.5.4): a
// form that submits itself, and a button for browsers without JavaScript.

import { raw } from 'hono/html'
import { SUBMIT_SCRIPT } from './content-security-policy.ts'
import { Layout, type Page } from './layout.tsx'

/** What is posted, and where: `fields` are SAMLRequest and, where there is one, RelayState. */
export interface PostFormPageProps {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  readonly tenantName?: string | undefined
}

/** Renders the form; send it with `formTarget: new URL(action)`. */
export function PostFormPage({ action, fields, tenantName }: PostFormPageProps): Page {
  return (
    <Layout title="Going to your organisation’s sign-in" tenantName={tenantName}>
      <h1>Going to your organisation’s sign-in</h1>
      <p>You will be there in a moment. If nothing happens, press Continue.</p>
      <form method="post" action={action}>
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p class="actions">
          <button type="submit" class="button">
            Continue
          </button>
        </p>
      </form>
      <script>{raw(SUBMIT_SCRIPT)}</script>
    </Layout>
  )
}
