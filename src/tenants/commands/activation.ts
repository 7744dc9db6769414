// Whether a version needs a test login before it goes live, and why. A test shows who is let in and
// how they are recognised. A change that cannot touch either needs none (I6). Every setting needs a
// test until it is listed here.

import {
  allSettings,
  type ConnectorSettings,
  type ConnectorVersion,
  type VersionHash,
} from '../connectors/connector.ts'
import { type ExternalIdp, UNKNOWN_ISSUER } from '../external-idps/external-idp.ts'
import type { ConnectorId, TenantId } from '../ids.ts'
import type { GateAddress } from '../tenant.ts'
import { canonicalJson } from './canonical-json.ts'
import { snakeName } from './snapshot.ts'
import { trustUnderTest } from './trust.ts'

/** Why a version may go live as it is. */
export const FREE_REASONS = [
  'is_live',
  'tested',
  'issuer_unapproved',
  'only_presentation_changed',
] as const
/** Why a version needs a test first, the gravest first. */
export const TEST_REASONS = [
  'never_live',
  'trust_changed',
  'identity_changed',
  'roles_changed',
  'tenants_changed',
  'domains_changed',
  'admission_changed',
  'request_changed',
  'settings_changed',
] as const
type FreeReason = (typeof FREE_REASONS)[number]
type TestReason = (typeof TEST_REASONS)[number]

/** What the activation of a version takes. */
export type Activation = {
  /** Members of the settings that differ from what is live, as JSON pointers. */
  readonly changes: readonly string[]
} & (
  | { readonly needsTest: false; readonly reason: FreeReason }
  | { readonly needsTest: true; readonly reason: TestReason }
)

/** What the gate knows of the live version of a connector, and of its tests. */
export interface ActivationEvidence {
  /** Absent before the first activation. */
  readonly live?: {
    readonly settings: ConnectorSettings
    /** DER, base64: the certificates that logins are verified with. */
    readonly certificates: readonly string[]
    /** The metadata URL whose certificates are trusted without a test. */
    readonly followedUrl?: string
  }
  /** By version, what its last passed test had on trial. */
  readonly trials: Readonly<Record<VersionHash, readonly string[]>>
}

/** Reads the evidence for a connector at its gate. */
export type FindActivationEvidence = (
  gate: GateAddress,
  connector: { readonly tenantId: TenantId; readonly connectorId: ConnectorId },
) => Promise<ActivationEvidence>

type Member = keyof ConnectorSettings

/** The changes that need no test, each with the reason why a test would show nothing of it. */
const SMALL: {
  readonly [Name in Member]?: (before: Values[Name], after: Values[Name]) => boolean
} = {
  // Chooses a page after the login was decided, among the applications that the tenant is granted.
  landing: () => true,
  // Takes a way in away. A test login is never one that the IdP began.
  idpInitiated: (_before, after) => after === 'off',
  // Ends sessions sooner. A test makes no session.
  maxSessionHours: (before, after) => after < before,
}
type Values = ReturnType<typeof allSettings>

/** What a change of a setting touches. One that is not named here needs a test all the same. */
const TOUCHES: { readonly [Name in Member]?: TestReason } = {
  ssoId: 'trust_changed',
  externalIdpId: 'trust_changed',
  idpEntityID: 'trust_changed',
  sso: 'trust_changed',
  slo: 'trust_changed',
  allowWeakAlgorithmsUntil: 'trust_changed',
  allowAesCbc: 'trust_changed',
  nameIdFormat: 'identity_changed',
  identitySource: 'identity_changed',
  mapping: 'identity_changed',
  linkByEmail: 'identity_changed',
  roles: 'roles_changed',
  tenants: 'tenants_changed',
  emailDomains: 'domains_changed',
  provisioning: 'admission_changed',
  idpInitiated: 'admission_changed',
  ignoreUnsolicitedInResponseTo: 'admission_changed',
  clockSkewSeconds: 'admission_changed',
  requestBinding: 'request_changed',
  signRequests: 'request_changed',
  forceAuthn: 'request_changed',
  authnContextClassRef: 'request_changed',
}

/** Certificates, or a metadata URL, that the live version does not trust. */
const TRUST_POINTER = '/certificates'

/** Says whether a version may go live untested, compared with what is live. */
export function activationOf(
  { hash, settings }: Pick<ConnectorVersion, 'hash' | 'settings'>,
  { live, trials }: ActivationEvidence,
  idp: ExternalIdp | undefined,
): Activation {
  const trial = trials[hash]
  const tested = trial !== undefined && idp !== undefined && seesAll(trial, idp)
  if (live === undefined) return tested ? whenTested(settings, []) : testOf('never_live', [])
  const changed = changedMembers(live.settings, settings)
  const trusted = idp !== undefined && trusts(live, idp)
  const changes = [...changed.map(pointerOf), ...(trusted ? [] : [TRUST_POINTER])]
  if (changes.length === 0) return { needsTest: false, reason: 'is_live', changes }
  if (tested) return whenTested(settings, changes)
  const grave = changed.filter((name) => !isSmall(name, live.settings, settings))
  if (trusted && grave.length === 0)
    return { needsTest: false, reason: 'only_presentation_changed', changes }
  return testOf(gravest(grave, trusted), changes)
}

const testOf = (reason: TestReason, changes: readonly string[]): Activation => ({
  needsTest: true,
  reason,
  changes,
})

/** What a test learned goes live only when somebody has approved it. */
const whenTested = (settings: ConnectorSettings, changes: readonly string[]): Activation => ({
  needsTest: false,
  reason: settings.idpEntityID === UNKNOWN_ISSUER ? 'issuer_unapproved' : 'tested',
  changes,
})

const seesAll = (trial: readonly string[], idp: ExternalIdp): boolean =>
  trustUnderTest(idp).every((item) => trial.includes(item))

/** Tells whether going live with this IdP trusts nothing that is not trusted already. */
function trusts(
  { certificates, followedUrl }: NonNullable<ActivationEvidence['live']>,
  idp: ExternalIdp,
): boolean {
  const url = idp.source.kind === 'metadata_url' ? idp.source.url : undefined
  return (
    idp.certificates.every(({ der }) => certificates.includes(der)) &&
    (url === undefined || url === followedUrl)
  )
}

/** A setting that a version leaves out has its initial value. */
function changedMembers(before: ConnectorSettings, after: ConnectorSettings): readonly Member[] {
  const [was, is] = [allSettings(before), allSettings(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()
  // Both are settings, so the names are those of settings.
  return names.filter((name): name is Member => {
    const member = name as Member
    return canonicalJson(was[member] ?? null) !== canonicalJson(is[member] ?? null)
  })
}

function isSmall<Name extends Member>(
  name: Name,
  before: ConnectorSettings,
  after: ConnectorSettings,
): boolean {
  const [was, is] = [allSettings(before), allSettings(after)]
  return SMALL[name]?.(was[name], is[name]) ?? false
}

function gravest(changed: readonly Member[], trusted: boolean): TestReason {
  const reasons = changed.map((name) => TOUCHES[name] ?? 'settings_changed')
  if (!trusted) return 'trust_changed'
  return TEST_REASONS.find((reason) => reasons.includes(reason)) ?? 'settings_changed'
}

const pointerOf = (name: Member): string => `/${snakeName(name)}`
