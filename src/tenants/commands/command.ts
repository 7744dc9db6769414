// What a command is: one value that says what it changes, how the audit log names it, and what it
// may refuse. Its planner stands in the gate under the same kind; the API takes the refusals from
// here.

import type { ResourceType } from '../ids.ts'
import type { TenantRefusalCode } from './command-refusals.ts'

/** The type of what a command changes, as the audit log names it. */
export type TargetType = ResourceType | 'enforcement' | 'sign_in_policy'

interface Said {
  /** Absent: it changes nothing that has an entity tag. */
  readonly target?: TargetType
  /**
   * The action in the audit log. Absent: it leaves no entry. A command that finds everything as it
   * should be leaves none either.
   */
  readonly audit?: string
  /** The target does not exist afterwards. */
  readonly deletes?: true
  /**
   * Its refusals beside `tenant_unknown` and those of the envelope, in the order in which the API
   * describes them.
   */
  readonly refusals: readonly TenantRefusalCode[]
  /**
   * It may lose to a command of another gate: an external id is unique in the deployment, and a
   * domain has one owner.
   */
  readonly rivals?: true
  /** It changes nothing: its entry in the audit log says who looked. */
  readonly onlyLooks?: true
  /**
   * It changes nothing that anybody chose, only how that is stored or where it is known: whoever
   * keeps the deployment running may do it in the home tenant too.
   */
  readonly repairs?: true
  /**
   * It ends the access of a user, or of guests, so it does not wait for a D1 that is out of reach.
   */
  readonly endsAccess?: true
}

/** A command that carries one type and answers with another. */
export interface Command<Carried extends object, Answered extends object> extends Said {
  /** Types alone: neither is ever set. */
  readonly carries?: Carried
  readonly answers?: Answered
}

/** Any command. */
export type AnyCommand = Command<object, object>

/** Types a command by what it carries to the gate and what the gate answers. */
export const command = <Carried extends object, Answered extends object>(
  said: Said,
): Command<Carried, Answered> => said
