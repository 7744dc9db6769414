// The confirmation of a deletion: its exact name, so that nobody deletes the wrong thing by a wrong
// id.

import * as v from 'valibot'
import { text } from './members.ts'

/** The member that confirms the deletion of a thing of this kind. */
export const confirmation = (kind: string) =>
  v.pipe(text(100), v.description(`The exact name of the ${kind}. It confirms the deletion.`))

/** The query of a deletion that asks for the name of what it deletes. */
export const confirmQuery = (kind: string) => v.strictObject({ confirm: confirmation(kind) })
