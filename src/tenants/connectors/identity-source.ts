// By what a connector recognises people if its administrator did not say: the NameID, or for
// transient NameIDs an attribute.

import { recogniseIdp } from '../../protocol/saml/idp-labels.ts'
import type { ExternalIdp } from '../external-idps/external-idp.ts'
import type { AttributeMapping } from './attribute-mapping.ts'
import type { IdentitySource, NameIdFormat } from './choices.ts'

interface Described {
  readonly nameIdFormat?: NameIdFormat | undefined
  readonly mapping?: AttributeMapping | undefined
}

/** The attribute in which a product sends an id that never changes, as its set-up has it. */
const STABLE_ATTRIBUTES: Readonly<Partial<Record<string, string>>> = {
  'Microsoft Entra ID': 'http://schemas.microsoft.com/identity/claims/objectidentifier',
  Okta: 'id',
  'CyberArk Identity': 'id',
}
const USUAL_ATTRIBUTE = 'userId'

/**
 * The identity source of a connector for which none was chosen. A transient NameID names nobody
 * twice (SAML Core §8.3.8), so with that format people are recognised by the attribute that makes
 * `user_id`: as mapped, as the product of the IdP sends it, or `userId`.
 */
export function usualIdentitySource(
  { nameIdFormat, mapping = {} }: Described,
  { entityID, sso }: Pick<ExternalIdp, 'entityID' | 'sso'>,
): IdentitySource {
  if (nameIdFormat !== 'transient') return { kind: 'name_id' }
  const rule = mapping.userId ?? []
  const names = 'length' in rule ? rule : (rule.from ?? [])
  const product = recogniseIdp({ entityID, ssoUrls: Object.values(sso) })
  const name =
    names.find((one) => one !== 'NameID') ??
    (product === undefined ? undefined : STABLE_ATTRIBUTES[product]) ??
    USUAL_ATTRIBUTE
  return { kind: 'attribute', name }
}
