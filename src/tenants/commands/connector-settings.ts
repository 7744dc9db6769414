// From what an administrator enters, and the external IdP it points at, to the settings of a
// version.

import { defined } from '../../defined.ts'
import { ok, type Result, refuse } from '../../result.ts'
import {
  CHOICE_NAMES,
  CHOICES,
  type ConnectorChoices,
  type StoredChoices,
} from '../connectors/choices.ts'
import type { ConnectorSettings } from '../connectors/connector.ts'
import { usualIdentitySource } from '../connectors/identity-source.ts'
import type { Endpoints, ExternalIdp, SamlBinding } from '../external-idps/external-idp.ts'
import type { SsoId } from '../ids.ts'
import { canonicalJson } from './canonical-json.ts'
import type { TenantRefusal } from './commands.ts'
import type { ConnectorChange } from './connector-commands.ts'

/**
 * The settings that the choices make with this IdP. Refuses a request binding that the IdP does not
 * offer.
 */
export function settingsOf(
  choices: ConnectorChoices & Pick<ConnectorSettings, 'ssoId'>,
  idp: ExternalIdp,
): Result<ConnectorSettings, TenantRefusal> {
  const requestBinding = chooseBinding(choices.requestBinding, idp.sso)
  if (!requestBinding.ok) return requestBinding
  const { nameIdFormat, mapping, identitySource } = choices
  return ok({
    ssoId: choices.ssoId,
    externalIdpId: idp.id,
    idpEntityID: idp.entityID,
    sso: idp.sso,
    slo: idp.slo,
    ...storedChoices({
      ...choices,
      requestBinding: requestBinding.value,
      identitySource: identitySource ?? usualIdentitySource({ nameIdFormat, mapping }, idp),
    }),
  })
}

type Chosen = ConnectorChoices & Pick<ConnectorSettings, 'requestBinding' | 'identitySource'>

/**
 * Every setting with its initial value if none was chosen, and without those that a version leaves
 * out at that value.
 */
function storedChoices(choices: Chosen): StoredChoices {
  const settings = CHOICE_NAMES.flatMap((name) => {
    const { kind, initial } = CHOICES[name]
    const chosen = choices[name] ?? initial
    const isLeftOut = kind === 'added' || kind === 'nullable'
    return isLeftOut && canonicalJson(chosen) === canonicalJson(initial) ? [] : [[name, chosen]]
  })
  // Each row's types say what was just done with it; the compiler does not follow them through a
  // loop.
  return Object.fromEntries(settings) as StoredChoices
}

/**
 * The settings after a change: what it leaves out stays, null unsets. The IdP is the one that the
 * change points at.
 */
export function changeSettings(
  settings: ConnectorSettings,
  change: ConnectorChange,
  idp: ExternalIdp,
): Result<ConnectorSettings, TenantRefusal> {
  const { requestBinding, ...kept } = settings
  // A binding chosen earlier is kept only while the IdP offers it; one that is asked for now is
  // never replaced.
  const binding = idp.sso[requestBinding] === undefined ? {} : { requestBinding }
  const { identitySource, ...others } = kept
  // The NameID as the identity source is given up for a transient one, unless the change itself
  // asks for it.
  const givenUp = change.nameIdFormat === 'transient' && identitySource.kind === 'name_id'
  const source = givenUp ? {} : { identitySource }
  return settingsOf({ ...others, ...source, ...binding, ...change }, idp)
}

/**
 * The settings of one connector's version for another connector: its choices, with the other's SSO
 * key and this IdP.
 */
export function promoteSettings(
  { sso: _sso, slo: _slo, idpEntityID: _entity, requestBinding, ...choices }: ConnectorSettings,
  ssoId: SsoId,
  idp: ExternalIdp,
): Result<ConnectorSettings, TenantRefusal> {
  const binding = idp.sso[requestBinding] === undefined ? {} : { requestBinding }
  return settingsOf({ ...choices, ...binding, ssoId }, idp)
}

/** Tells whether a version was made for the IdP and the SSO endpoints that are on record now. */
export const describesSameIdp = (settings: ConnectorSettings, idp: ExternalIdp): boolean =>
  canonicalJson([settings.idpEntityID, settings.sso]) === canonicalJson([idp.entityID, idp.sso])

function chooseBinding(
  asked: SamlBinding | undefined,
  sso: Endpoints,
): Result<SamlBinding, TenantRefusal> {
  const offered = (['redirect', 'post'] as const).filter((binding) => sso[binding] !== undefined)
  const chosen = asked ?? offered[0]
  if (chosen !== undefined && offered.includes(chosen)) return ok(chosen)
  return refuse({
    code: 'connector_binding_not_offered',
    pointer: '/request_binding',
    expected: offered,
    ...defined({ got: chosen }),
  })
}
