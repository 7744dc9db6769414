// What a test found, as it is kept for a week and shown to administrators: the same values for the
// page that follows the test, for the API, and for the console.

import { claimedFingerprints } from '../../protocol/saml/response/claimed-certificates.ts'
import type { ReceivedResponse } from '../../protocol/saml/response/read-received.ts'
import type { RuleVerdict } from '../../protocol/saml/response/rule-verdict.ts'
import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { Refusal } from '../../refusal.ts'
import { landingOf } from '../../tenants/connectors/landing.ts'
import type { ActiveConnector } from '../../tenants/connectors/login-configuration.ts'
import { type VersionWarning, versionWarnings } from '../../tenants/connectors/version-warnings.ts'
import type { ApplicationId, TenantId, TestId } from '../../tenants/ids.ts'
import type { FieldOutcome } from '../mapping/map-field.ts'
import type { MappedIdentity, MappedProfile } from '../mapping/map-profile.ts'
import type { ForeseenLogin } from '../ports.ts'
import { MAX_KEPT_BYTES } from './kept-response.ts'

/** What the response came to. What the message says is there only once its signature verified. */
export interface Evidence {
  readonly verdicts: readonly RuleVerdict[]
  /** What failed first. Absent: the test passed. */
  readonly refusal?: Refusal
  readonly login?: Pick<VerifiedLogin, 'nameId' | 'attributes'>
  readonly identity?: MappedIdentity
  readonly mapped?: MappedProfile
  readonly fields?: readonly FieldOutcome[]
  /** Absent: the version has no rules of tenants, or they refuse the person. */
  readonly tenantIds?: readonly TenantId[]
}

/** Which certificates were expected and which the message names, as SHA-256 fingerprints. */
export interface ComparedCertificates {
  readonly expected: readonly string[]
  readonly received: readonly string[]
}

/** The report of a test. */
export interface TestReport extends Evidence {
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly connector: Pick<ActiveConnector, 'id' | 'name' | 'version'>
  /** By which the product of the IdP is recognised. */
  readonly idp: { readonly entityID: string; readonly ssoUrls: readonly string[] }
  /** The person here. Absent: the response did not come so far, or they have to choose a tenant. */
  readonly person?: Pick<ForeseenLogin, 'outcome' | 'refusal' | 'userId' | 'roles'>
  /** Where the person lands who asked for no address. */
  readonly landing?: { readonly applicationId: ApplicationId; readonly name: string }
  readonly warnings: readonly VersionWarning[]
  /** Only if a signature did not verify. */
  readonly certificates?: ComparedCertificates
  /** The verified issuer, if nobody had said it. Present only when the test passed. */
  readonly learnedIssuer?: string
  /** The message as it was received. Absent: it was too large to be kept. */
  readonly message?: string
  /** What the IdP sent was too much to be kept with the report. */
  readonly cut?: true
}

/** A report with its attributes is some ten KiB. The gate keeps it in one row. */
const MAX_REPORT_LENGTH = 512 * 1024

interface ReportInput {
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly connector: ActiveConnector
  readonly received: ReceivedResponse
  readonly bytes: Uint8Array
  readonly evidence: Evidence
  readonly foreseen?: ForeseenLogin | undefined
  readonly learnedIssuer?: string
}

/** Puts a report together. */
export async function makeReport(input: ReportInput): Promise<TestReport> {
  const { tenantId, tenantName, connector, bytes, evidence, foreseen, learnedIssuer } = input
  const { id, name, version, settings } = connector
  const { login, ...judged } = evidence
  const certificates = await compareCertificates(input)
  const landing = foreseen && landingIn(input, foreseen)
  return {
    tenantId,
    tenantName,
    connector: { id, name, version },
    idp: { entityID: settings.idpEntityID, ssoUrls: Object.values(settings.sso) },
    ...judged,
    ...(login && { login: { attributes: login.attributes, ...nameIn(login) } }),
    ...(foreseen && { person: personIn(foreseen) }),
    ...(landing && { landing: { applicationId: landing.id, name: landing.name } }),
    warnings: versionWarnings(settings),
    ...(certificates && { certificates }),
    ...(learnedIssuer === undefined ? {} : { learnedIssuer }),
    ...(bytes.length > MAX_KEPT_BYTES ? {} : { message: new TextDecoder().decode(bytes) }),
  }
}

const nameIn = ({ nameId }: Pick<VerifiedLogin, 'nameId'>) => (nameId ? { nameId } : {})

const personIn = ({ outcome, refusal, userId, roles }: ForeseenLogin) => ({
  outcome,
  ...(refusal && { refusal }),
  ...(userId && { userId }),
  ...(roles && { roles }),
})

function landingIn({ connector, evidence }: ReportInput, foreseen: ForeseenLogin) {
  const { roles = [], applications, landing, outcome } = foreseen
  if (outcome === 'refused') return undefined
  const groups = evidence.mapped?.profile.groups ?? []
  const arrived = { roles, groups, attributes: evidence.login?.attributes ?? [] }
  return landingOf(connector.settings.landing ?? landing, arrived, applications)
}

async function compareCertificates({ evidence, received }: ReportInput) {
  const { refusal } = evidence
  if (refusal?.code !== 'dsig_signature_mismatch') return undefined
  const { expected } = refusal
  return {
    expected: typeof expected === 'object' ? expected : [],
    received: await claimedFingerprints(received.root),
  }
}

/** Seals a report under its test. What the IdP sent stays out if it is too much. */
export function sealReport(keyring: KeyRing, testId: TestId, report: TestReport): Promise<string> {
  const whole = JSON.stringify(report)
  const { login, identity, mapped, fields, message, ...rest } = report
  const text = whole.length > MAX_REPORT_LENGTH ? JSON.stringify({ ...rest, cut: true }) : whole
  return keyring.seal('test-report', testId, text)
}

/** Opens what `sealReport` sealed. `undefined`: there is none, or not one of this test. */
export async function openReport(
  keyring: Pick<KeyRing, 'open'>,
  testId: TestId,
  sealed: string | undefined,
): Promise<TestReport | undefined> {
  const opened =
    sealed === undefined ? undefined : await keyring.open('test-report', testId, sealed)
  return opened === undefined ? undefined : JSON.parse(opened)
}
