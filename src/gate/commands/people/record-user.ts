// A command that changes a person writes D1's row in its own batch, so that lists and searches say
// so when the command answers.

import { upsertUsers } from '../../../storage/d1/user-rows.ts'
import { type Statement, toStatement } from '../../../storage/statement.ts'
import type { User } from '../../../tenants/user.ts'
import type { Scope } from '../../intents/plan.ts'

/** The row of D1 that shows a person, for `Plan.record`. */
export const recordUser = ({ db }: Pick<Scope, 'db'>, user: User): readonly Statement[] =>
  upsertUsers(db, [user]).map(toStatement)
