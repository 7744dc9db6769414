// Rules over values of the IdP, for roles and tenants alike: which value is meant, and its name.

import * as v from 'valibot'
import { VALUE_MATCHES, type ValueRule } from '../../../tenants/connectors/access-rules.ts'
import { text } from '../engine/members.ts'

const GROUP_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** The members of a rule but for what it gives. */
export const VALUE_ENTRIES = {
  match: v.picklist(VALUE_MATCHES),
  value: text(1024),
  label: v.exactOptional(
    v.pipe(
      text(100),
      v.description('What the value stands for, as in the name of a group. It decides nothing.'),
    ),
  ),
}
/** Tells whether a rule can match at all: groups are compared as GUIDs. */
export const isComparable = ({ match, value }: ValueRule): boolean =>
  match !== 'group_id' || GROUP_ID.test(value)
/** What is wrong with a rule that cannot. */
export const NOT_A_GROUP_ID = 'must be the object id of a group, as a GUID'
