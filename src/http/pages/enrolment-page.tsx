// Setting up a second factor, and new recovery codes: each holds once it has answered, or one was
// typed back.

import { renderSVG } from 'uqr'
import type { PendingFactor } from '../../login/second-factor/factor.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { PasskeyForm } from './parts/passkey-form.tsx'
import { fieldProblem, type Problem, ProblemNote } from './parts/problem.tsx'

export interface AddFactorPageProps {
  readonly pending: PendingFactor
  /** Of this page: a passkey belongs to it. */
  readonly origin: string
  /** Where the answer goes, and where whoever gives up. */
  readonly action: '/account' | '/login/second-factor'
  readonly refusal?: Problem | undefined
}

/** Shows what the app or the browser is to take up, and asks for its first answer. */
export function AddFactorPage({ pending, origin, action, refusal }: AddFactorPageProps): Page {
  const title = pending.kind === 'totp' ? 'Set up your authenticator app' : 'Set up a passkey'
  return (
    <Layout title={title} refusal={refusal?.code}>
      <h1>{title}</h1>
      <ProblemNote problem={refusal} />
      {pending.kind === 'totp' ? (
        <TotpSetUp pending={pending} action={action} refusal={refusal} />
      ) : (
        <>
          <p>Your browser asks which device or password manager keeps it.</p>
          <PasskeyForm
            action={action}
            mode="create"
            options={createOptions(pending, origin)}
            label="Create the passkey"
          >
            <input type="hidden" name="action" value="confirm" />
          </PasskeyForm>
        </>
      )}
      <p class="quiet">
        <a href={action}>Not now</a>
      </p>
    </Layout>
  )
}

function TotpSetUp({
  pending: { uri, typed },
  action,
  refusal,
}: {
  action: AddFactorPageProps['action']
  pending: Extract<PendingFactor, { kind: 'totp' }>
  refusal: Problem | undefined
}): Page {
  return (
    <>
      <p>Scan this with an authenticator app.</p>
      <p>
        <img class="code" src={pictureOf(uri)} alt="QR code of the secret below" />
      </p>
      <p>
        No camera? Type this secret: <code class="copy">{typed}</code>
      </p>
      <form method="post" action={action} novalidate>
        <input type="hidden" name="action" value="confirm" />
        <label for="code">The code that the app shows now</label>
        <input
          id="code"
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          required
          {...fieldProblem(refusal)}
        />
        <p class="actions">
          <button type="submit" class="button">
            Confirm
          </button>
        </p>
      </form>
    </>
  )
}

// White around it in both schemes: scanners need the contrast.
const pictureOf = (text: string): string =>
  `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { border: 4 }))}`

/** COSE numbers of what is verified: ES256 and RS256. */
const ALGORITHMS = [-7, -257]

const createOptions = (
  { challenge, userId, account, known }: Extract<PendingFactor, { kind: 'passkey' }>,
  origin: string,
) => ({
  challenge,
  rp: { id: new URL(origin).hostname, name: new URL(origin).hostname },
  user: { id: encodeBase64Url(encodeUtf8(userId)), name: account, displayName: account },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
  excludeCredentials: known.map((id) => ({ type: 'public-key', id })),
  authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  attestation: 'none',
})

/** Shows new codes, once; without them it only asks for the one that is typed back. */
export function NewCodesPage({
  codes,
  refusal,
}: {
  readonly codes?: readonly string[]
  readonly refusal?: Problem | undefined
}): Page {
  return (
    <Layout title="Your recovery codes" refusal={refusal?.code}>
      <h1>Your recovery codes</h1>
      <ProblemNote problem={refusal} />
      {codes === undefined ? null : (
        <>
          <p>
            Keep them where your second factor is not. Each lets you in once. They are shown this
            once.
          </p>
          <ul class="codes">
            {codes.map((code) => (
              <li>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <form method="post" action="/account" novalidate>
        <input type="hidden" name="action" value="confirm_codes" />
        <label for="code">
          Type one of them. From then on these work, and earlier ones no longer do
        </label>
        <input
          id="code"
          name="code"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          required
          {...fieldProblem(refusal)}
        />
        <p class="actions">
          <button type="submit" class="button">
            I have kept them
          </button>
        </p>
      </form>
      <p class="quiet">
        <a href="/account">Not now</a>
      </p>
    </Layout>
  )
}
