// The fixed address of tests, for those who may test the connector and for those who have to sign
// in first.

import { Layout, type Page } from './parts/layout.tsx'
import { type Problem, ProblemNote } from './parts/problem.tsx'

interface BareTestPageProps {
  readonly tenantName: string
  readonly connectorName: string
  readonly ssoId: string
  /** Which version the test is of. */
  readonly version: 'draft' | 'live'
  /** Why no test could be started. */
  readonly problem?: Problem
}

const VERSIONS: Readonly<Record<BareTestPageProps['version'], string>> = {
  draft: 'The draft is tested: the version with the changes that are not live yet.',
  live: 'There is no draft, so the version that is live is tested.',
}

/** Says which version is tested and what will happen; the button starts the test. */
export function BareTestPage(props: BareTestPageProps): Page {
  const { tenantName, connectorName, ssoId, version, problem } = props
  return (
    <Layout title={`Test of ${connectorName}`} tenantName={tenantName} refusal={problem?.code}>
      <h1>
        Test of <bdi>{connectorName}</bdi>
      </h1>
      <ProblemNote problem={problem} />
      <p>{VERSIONS[version]}</p>
      <p>
        You sign in at the identity provider as you would later. Then you see what it sent, whether
        every rule holds, and the person that it describes. The test signs nobody in and changes
        nothing for others.
      </p>
      <form method="post" action={`/sso/${ssoId}/test`} class="actions">
        <button type="submit" class="button">
          Begin the test
        </button>
      </form>
      <p class="quiet">Finish the test in this browser, with cookies allowed.</p>
    </Layout>
  )
}

interface SignInToTestPageProps {
  /** Somebody is signed in, who may not test this connector. */
  readonly isSignedIn: boolean
  readonly returnTo: string
}

/** Asks a person to sign in who may test the connector. */
export function SignInToTestPage({ isSignedIn, returnTo }: SignInToTestPageProps): Page {
  return (
    <Layout title="Sign in to test">
      <h1>Sign in to test this connector</h1>
      <p>
        A test shows personal data, so it starts for administrators of the organisation and for
        those who set single sign-on up.
        {isSignedIn ? ' Your account here is none of them.' : ''}
      </p>
      <p class="actions">
        <a class="button" href={`/login?return_to=${encodeURIComponent(returnTo)}`}>
          {isSignedIn ? 'Sign in with another account' : 'Sign in'}
        </a>
      </p>
    </Layout>
  )
}
