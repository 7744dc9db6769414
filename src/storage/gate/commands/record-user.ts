// A command that changes a person writes D1's row in its own batch, so that lists and searches say so when the command answers.

import type { User } from '../../../tenants/user.ts'
import { upsertUsers } from '../../d1/user-rows.ts'
import { type Statement, toStatement } from '../../statement.ts'
import type { Scope } from './plan.ts'

/** The row of D1 that shows a person, for `Plan.record`. */
export const recordUser = ({ db }: Pick<Scope, 'db'>, user: User): readonly Statement[] =>
  upsertUsers(db, [user]).map(toStatement)
