// A form that a passkey answers. The script reads what to ask from the form and puts the answer
// into it; without JavaScript or passkeys the page says so, and nothing is sent.

import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'

/**
 * Runs wherever there is such a form. A constant, for its hash stands in the policy of every page.
 * `click` and not `submit`: the press of a button is what lets a browser ask for a passkey.
 */
export const PASSKEY_SCRIPT = `for(const f of document.querySelectorAll('form[data-passkey]')){
const b=f.querySelector('button'),n=f.querySelector('[role=status]'),p=window.PublicKeyCredential,c=f.dataset.passkey==='create'
if(!p||!p.parseRequestOptionsFromJSON){n.textContent='This browser cannot use passkeys here.';continue}
b.disabled=false;n.textContent=''
b.addEventListener('click',async e=>{e.preventDefault();b.disabled=true;n.textContent='Waiting for your passkey …'
try{const o=JSON.parse(f.dataset.options),k=c?await navigator.credentials.create({publicKey:p.parseCreationOptionsFromJSON(o)}):await navigator.credentials.get({publicKey:p.parseRequestOptionsFromJSON(o)})
f.elements.answer.value=JSON.stringify(k.toJSON());f.submit()}
catch{b.disabled=false;n.textContent='No passkey answered. You can try again.'}})}`

interface PasskeyFormProps {
  readonly action: string
  readonly mode: 'create' | 'get'
  /** As WebAuthn Level 3 has them in JSON (§5.1.8, §5.1.9). */
  readonly options: object
  readonly label: string
  readonly children?: Child
}

/** The form, with its script behind it. */
export const PasskeyForm = ({ action, mode, options, label, children }: PasskeyFormProps) => (
  <>
    <form method="post" action={action} data-passkey={mode} data-options={JSON.stringify(options)}>
      {children}
      <input type="hidden" name="answer" value="" />
      <p class="actions">
        <button type="submit" class="button" disabled>
          {label}
        </button>
      </p>
      <p role="status" class="quiet">
        A passkey needs JavaScript, which is switched off in this browser.
      </p>
    </form>
    <script>{raw(PASSKEY_SCRIPT)}</script>
  </>
)

/** What a browser asks a passkey for, to prove who somebody is. */
export const askOptions = (
  challenge: string,
  { origin, passkeys }: { readonly origin: string; readonly passkeys: readonly string[] },
) => ({
  challenge,
  rpId: new URL(origin).hostname,
  userVerification: 'required',
  allowCredentials: passkeys.map((id) => ({ type: 'public-key', id })),
})
