// The second factor: a code or a passkey, after the password was right or before an account is
// changed.

import { Layout, type Page } from './parts/layout.tsx'
import { askOptions, PasskeyForm } from './parts/passkey-form.tsx'
import { fieldProblem, type Problem, ProblemNote } from './parts/problem.tsx'

export interface SecondFactorPageProps {
  readonly tenantName: string
  readonly hasTotp: boolean
  readonly hasRecoveryCodes: boolean
  readonly passkeys: readonly string[]
  readonly challenge: string
  /** Of this page: passkeys belong to it. */
  readonly origin: string
  readonly refusal?: Problem | undefined
}

const PATH = '/login/second-factor'

/** Asks for a second factor. */
export function SecondFactorPage(props: SecondFactorPageProps): Page {
  const { tenantName, hasTotp, hasRecoveryCodes, passkeys, challenge, origin, refusal } = props
  const code = hasTotp ? 'The code of your authenticator app' : 'A recovery code'
  return (
    <Layout title="Your second factor" tenantName={tenantName} refusal={refusal?.code}>
      <h1>Your second factor</h1>
      <ProblemNote problem={refusal} />
      {passkeys.length === 0 ? null : (
        <PasskeyForm
          action={PATH}
          mode="get"
          options={askOptions(challenge, { origin, passkeys })}
          label="Use a passkey"
        />
      )}
      {hasTotp || hasRecoveryCodes ? (
        <form method="post" action={PATH} novalidate>
          <label for="code">{code}</label>
          <input
            id="code"
            name="code"
            type="text"
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            required
            {...fieldProblem(refusal)}
          />
          {hasTotp && hasRecoveryCodes ? (
            <p class="quiet">A recovery code does as well; each works once.</p>
          ) : null}
          <p class="actions">
            <button type="submit" class="button">
              Go on
            </button>
          </p>
        </form>
      ) : null}
      <p class="quiet">
        None of them at hand? Your administrator can take your second factors away, so that you set
        up others.
      </p>
    </Layout>
  )
}

/** Says that the organisation requires a second factor, before the session begins. */
export function MustEnrolPage({
  tenantName,
  refusal,
}: {
  readonly tenantName: string
  readonly refusal?: Problem | undefined
}): Page {
  return (
    <Layout title="Set up a second factor" tenantName={tenantName} refusal={refusal?.code}>
      <h1>Set up a second factor</h1>
      <ProblemNote problem={refusal} />
      <p>
        Your password is right. Your organisation asks for a second factor besides, and you have
        none yet.
      </p>
      <form method="post" action={PATH} class="actions">
        <button type="submit" class="button" name="action" value="add_totp">
          Authenticator app
        </button>
        <button type="submit" class="button" name="action" value="add_passkey">
          Passkey
        </button>
      </form>
    </Layout>
  )
}

/** Says that a recovery code is spent now, and how many are left, before it goes on. */
export function CodeUsedPage({
  tenantName,
  codesLeft,
  goOn,
}: {
  readonly tenantName: string
  readonly codesLeft: number
  readonly goOn: string
}): Page {
  return (
    <Layout title="A recovery code is spent" tenantName={tenantName}>
      <h1>You are signed in</h1>
      <p>
        {codesLeft === 0
          ? 'That was your last recovery code.'
          : `You have ${codesLeft} recovery ${codesLeft === 1 ? 'code' : 'codes'} left.`}{' '}
        Under <a href="/account">your account</a> you get new ones.
      </p>
      <p class="actions">
        <a class="button" href={goOn}>
          Go on
        </a>
      </p>
    </Layout>
  )
}

/** Says that there is no step to take here, or none any more (410). */
export function ProofOverPage(): Page {
  return (
    <Layout title="This step has ended" refusal="login_proof_over">
      <h1>This step has ended</h1>
      <p>It waits ten minutes, for the browser that began it, and takes five answers.</p>
      <p class="actions">
        <a class="button" href="/login/password">
          Sign in again
        </a>
      </p>
    </Layout>
  )
}
