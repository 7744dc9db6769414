// The attribute names that IdPs send out of the box, in order of preference. They apply to a field
// for which the connector has no mapping of its own, and are compared without regard to the case of
// ASCII letters: `FirstName` and `firstname` are listed once.

import type { ProfileField } from '../../tenants/connectors/attribute-mapping.ts'

const WS_CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'
const MS_CLAIMS = 'http://schemas.microsoft.com/ws/2008/06/identity/claims'

/** The groups that Entra ID sends, and the claims that it sends in place of too many of them. */
export const ENTRA_GROUPS = `${MS_CLAIMS}/groups`
export const ENTRA_GROUPS_LINK = 'http://schemas.microsoft.com/claims/groups.link'
export const ENTRA_GROUPS_LINKS: readonly string[] = [ENTRA_GROUPS_LINK, `${ENTRA_GROUPS}.link`]

export const ATTRIBUTE_ALIASES: Readonly<Record<ProfileField, readonly string[]>> = {
  userId: [
    'userId',
    'id',
    'http://schemas.microsoft.com/identity/claims/objectidentifier',
    `${WS_CLAIMS}/nameidentifier`,
    'uid',
    'urn:oid:0.9.2342.19200300.100.1.1',
    'urn:oasis:names:tc:SAML:attribute:subject-id',
    'urn:oasis:names:tc:SAML:attribute:pairwise-id',
    'user_id',
    'eduPersonUniqueId',
    'urn:oid:1.3.6.1.4.1.5923.1.1.1.13',
    'eduPersonTargetedID',
    'urn:oid:1.3.6.1.4.1.5923.1.1.1.10',
  ],
  email: [
    'email',
    'mail',
    'Email',
    'emailaddress',
    'emailAddress',
    'User.email',
    `${WS_CLAIMS}/emailaddress`,
    'urn:oid:0.9.2342.19200300.100.1.3',
    'urn:oid:1.2.840.113549.1.9.1',
    'email_address',
    'e-mail',
    'user.mail',
    'http://wso2.org/claims/emailaddress',
  ],
  firstName: [
    'firstName',
    'first_name',
    'firstname',
    'givenName',
    'given_name',
    'User.FirstName',
    `${WS_CLAIMS}/givenname`,
    'urn:oid:2.5.4.42',
    'First Name',
    'http://wso2.org/claims/givenname',
  ],
  lastName: [
    'lastName',
    'last_name',
    'lastname',
    'sn',
    'surname',
    'family_name',
    'User.LastName',
    `${WS_CLAIMS}/surname`,
    'urn:oid:2.5.4.4',
    'familyName',
    'Last Name',
    'http://wso2.org/claims/lastname',
  ],
  nameAlias: [
    'nameAlias',
    'nickname',
    'displayName',
    'urn:oid:2.16.840.1.113730.3.1.241',
    'name_alias',
    'display_name',
  ],
  roles: ['roles', 'role', 'Role', `${MS_CLAIMS}/role`],
  groups: [
    'groups',
    'group',
    'memberOf',
    ENTRA_GROUPS,
    'http://schemas.xmlsoap.org/claims/Group',
    'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
    'isMemberOf',
  ],
  concurrency: ['concurrency'],
}
