// The outcome of testing a version (I6): first the verdict and what to do next, then the evidence
// an administrator needs to mend either side. Without a verified signature there is only the
// message as received.

import type { TestReport } from '../../login/complete/test-report.ts'
import type { MappedIdentity, MappedProfile } from '../../login/mapping/map-profile.ts'
import type { IdpLabel } from '../../protocol/saml/idp-labels.ts'
import type { RuleVerdict } from '../../protocol/saml/response/rule-verdict.ts'
import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import type { FixedBy, Meaning, Refusal } from '../../refusal.ts'
import type { ActiveConnector } from '../../tenants/connectors/login-configuration.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { Layout, type Page } from './parts/layout.tsx'
import { Attributes, Comparison, LeftOut, Message, Person, Rules } from './parts/test-evidence.tsx'
import { Certificates, Here } from './parts/test-outcome.tsx'

/**
 * What a test found. Everything but `refusal` and `message` waits until the response is known to
 * answer this test.
 */
export interface TestPageProps {
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly connector: Pick<ActiveConnector, 'id' | 'name' | 'version'>
  /** What failed first; absent when the test passed. */
  readonly refusal?: (Refusal & Pick<Meaning, 'message' | 'fixedBy'>) | undefined
  /** What the IdP's console calls the setting behind the refusal, where that is known. */
  readonly setting?: IdpLabel | undefined
  readonly verdicts?: readonly RuleVerdict[] | undefined
  readonly login?: Pick<VerifiedLogin, 'nameId' | 'attributes'> | undefined
  readonly mapped?: MappedProfile | undefined
  readonly identity?: MappedIdentity | undefined
  /** The verified issuer, if nobody had said it and the test passed. */
  readonly learnedIssuer?: string | undefined
  /** Who the person would be here, and where they would land. */
  readonly person?: TestReport['person']
  readonly landing?: TestReport['landing']
  /** Which certificates were expected, and which the message names. */
  readonly certificates?: TestReport['certificates']
  /** The XML as it came. Absent: it was too large to be kept. */
  readonly message?: string | undefined
  /** Where the console shows this result. */
  readonly consoleUrl?: string
  /** This browser is signed in as somebody who may activate the version. */
  readonly isTester?: boolean
}

const HASH_SHOWN = 12 // Characters: enough to tell versions apart by eye.

const MENDS: Readonly<Record<FixedBy, { readonly title: string; readonly todo: string }>> = {
  idp_admin: {
    title: 'Next: correct it at the identity provider',
    todo: 'This version stays as it is. When the identity provider is corrected, test it again.',
  },
  sp_admin: {
    title: 'Next: correct the configuration here',
    todo: 'Change the connector or its external IdP. That makes a new version, which is tested then.',
  },
  developer: {
    title: 'Next: report it',
    todo: 'Send the code to the operator of this deployment.',
  },
  user: {
    title: 'Next: try once more',
    todo: 'Run the test in one browser, with cookies allowed, without a break.',
  },
}

/** Renders the outcome of one test. */
export function TestPage(props: TestPageProps): Page {
  const { connector, refusal, setting, tenantName } = props
  const title = refusal === undefined ? 'The test passed' : 'The test did not pass'
  return (
    <Layout
      wide
      title={`${title}: ${connector.name}`}
      tenantName={tenantName}
      refusal={refusal?.code}
    >
      <Verdict title={title} refusal={refusal} setting={setting} />
      <dl class="pairs">
        <dt>Connector</dt>
        <dd>
          <bdi>{connector.name}</bdi>
        </dd>
        <dt>Version</dt>
        <dd>
          <code>{connector.version.slice(0, HASH_SHOWN)}</code>
        </dd>
      </dl>
      <Next {...props} />
      <InConsole {...props} />
      <Evidence {...props} />
    </Layout>
  )
}

type VerdictProps = { title: string } & Pick<TestPageProps, 'refusal' | 'setting'>

function Verdict({ title, refusal, setting }: VerdictProps): Page {
  if (refusal === undefined) {
    return (
      <div class="verdict passed">
        <h1>✓ {title}</h1>
        <p>
          Every rule holds, and the person below could be signed in. The test itself signed nobody
          in.
        </p>
      </div>
    )
  }
  return (
    <div class="verdict failed">
      <h1>✗ {title}</h1>
      <p>{refusal.message}</p>
      {setting === undefined ? null : (
        <p>
          In {setting.product}: <b>{setting.label}</b>
        </p>
      )}
      <Comparison {...refusal} />
    </div>
  )
}

function Next(props: TestPageProps): Page {
  const { refusal, learnedIssuer } = props
  if (refusal !== undefined) return <Mend fixedBy={refusal.fixedBy} />
  return learnedIssuer === undefined ? (
    <Activate {...props} />
  ) : (
    <Approve {...props} issuer={learnedIssuer} />
  )
}

type ApproveProps = Pick<TestPageProps, 'tenantId' | 'connector'> & { readonly issuer: string }

/** The way on for administrators. Anybody else is asked to sign in there. */
function InConsole({ consoleUrl, isTester, refusal }: TestPageProps): Page | null {
  if (consoleUrl === undefined) return null
  const does = refusal === undefined ? 'Review and activate' : 'See this result'
  return (
    <p class="actions">
      <a class={isTester ? 'button' : 'button second'} href={consoleUrl}>
        {does} in the console
      </a>
    </p>
  )
}

function Approve({ tenantId, connector, issuer }: ApproveProps): Page {
  const body = JSON.stringify({ version: connector.version, issuer }, null, 2)
  return (
    <>
      <h2>Next: approve the issuer</h2>
      <p>
        Nobody had entered the issuer. The identity provider, verified by the registered
        certificate, names itself:
      </p>
      <pre class="copy" data-issuer>
        {issuer}
      </pre>
      <p>
        Compare that with what its administrator message. If it is right, this request approves it:
      </p>
      <pre class="copy">
        {`POST /api/v1/tenants/${tenantId}/connectors/${connector.id}:approve\n\n${body}`}
      </pre>
      <p>Then activate the version that the answer holds. It needs no other test.</p>
    </>
  )
}

function Activate({ tenantId, connector }: Pick<TestPageProps, 'tenantId' | 'connector'>): Page {
  return (
    <>
      <h2>Next: activate this version</h2>
      <p>
        Check the person below. When it is right, this request lets the version govern every login
        from then on:
      </p>
      <pre class="copy">
        {`POST /api/v1/tenants/${tenantId}/connectors/${connector.id}:activate\n\n{ "version": "${connector.version}" }`}
      </pre>
    </>
  )
}

function Mend({ fixedBy }: { fixedBy: FixedBy }): Page {
  const { title, todo } = MENDS[fixedBy]
  return (
    <>
      <h2>{title}</h2>
      <p>{todo} A test link works once: ask for a new one.</p>
    </>
  )
}

function Evidence(props: TestPageProps): Page {
  const { verdicts, login, mapped, identity, message, person, landing, certificates } = props
  return (
    <>
      {certificates === undefined ? null : <Certificates {...certificates} />}
      {verdicts === undefined ? (
        <p class="quiet">
          The rules and the person are shown once the signature is verified and the response answers
          this very test in this browser.
        </p>
      ) : (
        <Rules verdicts={verdicts} />
      )}
      {mapped === undefined ? null : <Person mapped={mapped} identity={identity} />}
      {person === undefined ? null : <Here person={person} landing={landing} />}
      {mapped?.leftOut === undefined ? null : <LeftOut leftOut={mapped.leftOut} />}
      {login === undefined ? null : <Attributes login={login} />}
      {message === undefined ? (
        <p class="quiet">The message is larger than 64 KiB, so it was not kept.</p>
      ) : (
        <Message message={message} />
      )}
    </>
  )
}
