// The type of a set-up guide: what the administrator of an identity provider does, in the order and
// in the words of that product. Guides are data, so that the console shows them with our values
// filled in, and `npm run docs` writes them down.

import type { ValueName } from './our-values.ts'
import type { Product } from './products.ts'

/** A guide. Sentences are ours; labels are the product's, set in `**…**` and never translated. */
export interface Guide extends Product {
  /** The day on which the labels were compared with the sources, as `YYYY-MM-DD`. */
  readonly verifiedOn: string
  /** How: by reading the sources, or by signing in with the product itself. */
  readonly verifiedBy: 'reading' | 'signing_in'
  readonly sources: readonly Source[]
  /** What takes time at this product, and how long. */
  readonly waits: readonly string[]
  readonly steps: readonly Step[]
  readonly gives: Given
  readonly attributes: readonly SentAttribute[]
  /** What recognises a person better than the NameID, if the product has something. */
  readonly identity?: Identity
  readonly groups: Groups
  readonly errors: readonly KnownError[]
}

/** A public page that the labels were compared with. */
interface Source {
  readonly title: string
  readonly url: string
}

/** One step at the identity provider. */
export interface Step {
  readonly title: string
  /** The menu path that leads there. */
  readonly where: readonly string[]
  readonly text: readonly string[]
  readonly fields: readonly Field[]
  /** Here the administrator takes along what we ask for in return. */
  readonly takes?: true
}

/** A field of the product's form, and what belongs in it. */
export type Field =
  | { readonly label: string; readonly value: ValueName }
  | { readonly label: string; readonly choose: string }
  | { readonly label: string; readonly type: string }

/** In which shapes the product hands out what we need from it. */
export type GivenShape = 'metadata_url' | 'metadata_file' | 'certificate'

/** What the product gives in return. */
export interface Given {
  /** The best shape first. */
  readonly shapes: readonly GivenShape[]
  /** The label of the best one. */
  readonly label: string
  readonly text: readonly string[]
  /** What its address looks like. */
  readonly example?: string
}

/** The fields of a person that an attribute can fill by its name alone. */
type PersonField =
  | 'user_id'
  | 'email'
  | 'first_name'
  | 'last_name'
  | 'name_alias'
  | 'groups'
  | 'roles'

/** An attribute that arrives if the guide was followed. It needs no mapping: we know its name. */
interface SentAttribute {
  readonly name: string
  readonly becomes: PersonField
}

/** An attribute that recognises people for ever. */
interface Identity {
  readonly attribute: string
  readonly why: string
}

/** How groups or roles arrive. */
interface Groups {
  /** The attribute that holds them if the guide was followed. `null`: the product sends none. */
  readonly attribute: string | null
  /** Each value is the id of a group, not its name. */
  readonly areIds?: true
  readonly text: readonly string[]
}

/** What goes wrong: a message of the product, or the code of a refusal of ours. */
export type KnownError =
  | { readonly message: string; readonly means: string; readonly mend: string }
  | { readonly code: string; readonly means: string; readonly mend: string }
