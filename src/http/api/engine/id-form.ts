// Says what is wrong with the form of an id: another kind of id, a wrong length, or characters that
// no id has.

import { type IdPrefix, NAMED_BY_IDS } from '../../../tenants/ids.ts'

const LENGTH = 24

/**
 * Describes the form of an id that a text does not have. Of the text it tells kind and length
 * alone.
 */
export function formOfId(prefix: IdPrefix, text: string): string {
  const [begun = '', rest = ''] = text.split(/_(.*)/s, 2)
  if (begun === prefix && text.includes('_'))
    return rest.length === LENGTH
      ? `may hold lower-case letters and digits alone after ${prefix}_`
      : `must have ${LENGTH} characters after ${prefix}_, not ${rest.length}`
  const called = text.includes('_') ? nameOf(begun) : undefined
  const other = called === undefined ? '' : `; this is the id of ${called}`
  return `must be the id of ${nameOf(prefix)}, which begins with ${prefix}_${other}`
}

const nameOf = (text: string): string | undefined =>
  Object.values(NAMED_BY_IDS).find(({ prefix }) => prefix === text)?.called
