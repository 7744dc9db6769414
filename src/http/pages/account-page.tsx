// The page of /account: second factors, recovery codes and the password of whoever is signed in.

import type { Account } from '../../login/account/ports.ts'
import { MIN_PASSWORD_LENGTH } from '../../protocol/passwords/password.ts'
import type { Factor } from '../../tenants/second-factor.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { type Problem, ProblemNote } from './parts/problem.tsx'

export interface AccountPageProps {
  readonly account: Account
  readonly refusal?: Problem | undefined
  /** The last change was made. */
  readonly saved?: boolean
}

/** Shows what there is; what may be changed has a form. */
export function AccountPage({ account, refusal, saved = false }: AccountPageProps): Page {
  const { open, factors, codesLeft, hasPassword, need } = account
  return (
    <Layout title="Your account" tenantName={open.tenantName} refusal={refusal?.code}>
      <h1>Your account</h1>
      <ProblemNote problem={refusal} />
      {saved && refusal === undefined ? (
        <p class="done" role="status">
          Your change is saved.
        </p>
      ) : null}
      <p>
        <bdi>{open.user.email ?? open.user.userId ?? open.user.id}</bdi>
      </p>
      {need === undefined ? null : <Need need={need} hasPassword={hasPassword} />}
      <h2>Second factors</h2>
      {factors.length === 0 ? (
        <p>
          {hasPassword
            ? 'None yet. With one, your password alone opens nothing.'
            : 'None yet. They are asked for after a password, and you have none.'}
        </p>
      ) : (
        <ul class="choices">
          {factors.map((factor) => (
            <FactorItem factor={factor} removable={need === undefined} />
          ))}
        </ul>
      )}
      {need === undefined ? <AddForms /> : null}
      {factors.length === 0 ? null : <Codes codesLeft={codesLeft} open={need === undefined} />}
      {hasPassword && need !== 'factor' ? <PasswordForm email={open.user.email} /> : null}
      <p class="actions">
        <a href="/session">Your session</a>
      </p>
    </Layout>
  )
}

function Need({ need, hasPassword }: { need: 'login' | 'factor'; hasPassword: boolean }): Page {
  if (need === 'factor')
    return (
      <form method="post" action="/account">
        <p>To change something, prove first that you have one of your second factors.</p>
        <p class="actions">
          <button type="submit" class="button" name="action" value="prove">
            Prove it
          </button>
        </p>
      </form>
    )
  return (
    <>
      <p>You signed in a while ago. To change something, sign in again.</p>
      <p class="actions">
        <a class="button" href={hasPassword ? '/login/password' : '/login'}>
          Sign in again
        </a>
      </p>
    </>
  )
}

function FactorItem({ factor, removable }: { factor: Factor; removable: boolean }): Page {
  const { id, kind, name, createdAt, usedAt } = factor
  return (
    <li>
      <bdi>{name}</bdi>
      <p class="quiet">
        {kind === 'totp' ? 'Authenticator app' : 'Passkey'}, since {dayOf(createdAt)},{' '}
        {usedAt === undefined ? 'not used yet' : `last used ${dayOf(usedAt)}`}
      </p>
      {removable ? (
        <form method="post" action="/account">
          <input type="hidden" name="factor" value={id} />
          <button
            type="submit"
            class="button second"
            name="action"
            value="remove"
            aria-label={`Remove ${name}`}
          >
            Remove
          </button>
        </form>
      ) : null}
    </li>
  )
}

function AddForms(): Page {
  return (
    <form method="post" action="/account">
      <label for="name">Add one, with a name of your choice</label>
      <input id="name" name="name" type="text" maxlength={60} autocomplete="off" />
      <p class="actions">
        <button type="submit" class="button" name="action" value="add_totp">
          Authenticator app
        </button>
        <button type="submit" class="button" name="action" value="add_passkey">
          Passkey
        </button>
      </p>
    </form>
  )
}

function Codes({ codesLeft, open }: { codesLeft: number; open: boolean }): Page {
  return (
    <>
      <h2>Recovery codes</h2>
      <p>
        {codesLeft === 0
          ? 'You have none. One of them lets you in when your second factor is lost.'
          : `${codesLeft} can still be used.`}
      </p>
      {open ? (
        <form method="post" action="/account" class="actions">
          <button type="submit" class="button second" name="action" value="renew_codes">
            {codesLeft === 0 ? 'Make codes' : 'Make new codes'}
          </button>
        </form>
      ) : null}
    </>
  )
}

function PasswordForm({ email }: { email: string | undefined }): Page {
  return (
    <>
      <h2>Password</h2>
      <form method="post" action="/account" novalidate>
        <input type="hidden" name="action" value="password" />
        <input type="email" value={email} autocomplete="username" hidden />
        <label for="present">Your present password</label>
        <input
          id="present"
          name="present"
          type="password"
          autocomplete="current-password"
          required
        />
        <label for="password">New password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          aria-describedby="rules"
          required
        />
        <p id="rules" class="quiet">
          At least {MIN_PASSWORD_LENGTH} characters. Several words are easier to remember than
          special characters.
        </p>
        <label for="repeated">Once more</label>
        <input id="repeated" name="repeated" type="password" autocomplete="new-password" required />
        <p class="quiet">Everywhere else you will be signed out.</p>
        <p class="actions">
          <button type="submit" class="button">
            Change it
          </button>
        </p>
      </form>
    </>
  )
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
