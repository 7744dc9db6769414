// The page of /session: which applications are open to whoever is signed in, who that is, for which
// organisation, until when.

import type { Application } from '../../tenants/application.ts'
import type { User } from '../../tenants/user.ts'
import { Layout, type Page } from './parts/layout.tsx'

/** A live session as its owner sees it. */
export interface SessionPageProps {
  readonly user: User
  readonly tenantName: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  /** The applications that the person may open. */
  readonly applications?: readonly Pick<Application, 'name' | 'landingUrl'>[]
}

/** Renders the session; what is not known of the person is left out. */
export function SessionPage({
  user,
  tenantName,
  expiresAt,
  applications = [],
}: SessionPageProps): Page {
  const fullName = [user.firstName, user.lastName].filter((part) => part !== undefined).join(' ')
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Organisation', tenantName],
    ['Name', fullName || undefined],
    ['Known as', user.nameAlias],
    ['E-mail', user.email],
    ['User id', user.userId ?? user.id],
    ['Roles', user.roles.join(', ') || 'none'],
    ['Groups', user.groups.join(', ') || undefined],
  ]
  return (
    <Layout title="Your session" tenantName={tenantName}>
      <h1>You are signed in</h1>
      {applications.length === 0 ? null : (
        <>
          <Applications applications={applications} />
          <h2>Your session</h2>
        </>
      )}
      <dl class="pairs">
        {rows.map(([name, value]) =>
          value === undefined ? null : (
            <>
              <dt>{name}</dt>
              <dd class="value">{value}</dd>
            </>
          ),
        )}
        <dt>Signed in until</dt>
        <dd>
          <Instant at={expiresAt} />
        </dd>
      </dl>
      <form method="post" action="/logout" class="actions">
        <button type="submit" class="button">
          Sign out
        </button>
        <a href="/account">Your account</a>
      </form>
    </Layout>
  )
}

/**
 * Says that nobody is signed in here (401); a login starts at an application, which knows whose it
 * is, or with an address.
 */
export function NoSessionPage(): Page {
  return (
    <Layout title="You are not signed in">
      <h1>You are not signed in</h1>
      <p>There is no session in this browser, or it has ended.</p>
      <p>
        To sign in, start from the application that you want to use, or with your e-mail address.
      </p>
      <p class="actions">
        <a class="button" href="/login">
          Sign in
        </a>
      </p>
    </Layout>
  )
}

// First of all: who landed here came to choose one.
function Applications({ applications }: Required<Pick<SessionPageProps, 'applications'>>): Page {
  return (
    <>
      <h2>Your applications</h2>
      <ul class="choices">
        {applications.map(({ name, landingUrl }) => (
          <li>
            <a href={landingUrl}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

// UTC, as the server does not know the person's time zone.
function Instant({ at }: { at: number }): Page {
  const iso = new Date(at).toISOString()
  return <time datetime={iso}>{`${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`}</time>
}
