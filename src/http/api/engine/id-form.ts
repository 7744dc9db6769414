// Says what is wrong with the form of an id: another kind of id, a wrong length, or characters that no id has.

import type { IdPrefix } from '../../../tenants/ids.ts'

const LENGTH = 24

const NAMES: Readonly<Record<IdPrefix, string>> = {
  ten: 'a tenant',
  sso: 'an SSO key',
  idp: 'an external IdP',
  con: 'a connector',
  usr: 'a user',
  app: 'an application',
  evt: 'an event',
  key: 'an API key',
  int: 'a command',
  aud: 'an entry of the audit log',
  whk: 'a webhook',
  dom: 'a domain',
  fac: 'a second factor',
  msg: 'a message',
}

/** Describes the form of an id that a text does not have. Of the text it tells kind and length alone. */
export function formOfId(prefix: IdPrefix, text: string): string {
  const [begun = '', rest = ''] = text.split(/_(.*)/s, 2)
  if (begun === prefix && text.includes('_'))
    return rest.length === LENGTH
      ? `may hold lower-case letters and digits alone after ${prefix}_`
      : `must have ${LENGTH} characters after ${prefix}_, not ${rest.length}`
  const other = isPrefix(begun) && text.includes('_') ? `; this is the id of ${NAMES[begun]}` : ''
  return `must be the id of ${NAMES[prefix]}, which begins with ${prefix}_${other}`
}

const isPrefix = (text: string): text is IdPrefix => Object.hasOwn(NAMES, text)
