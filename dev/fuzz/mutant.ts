// Mutant `number` of a run: one subject, up to a handful of random changes. The same seed and
// number make the same mutant, whenever and wherever it is made.

import type { Draft, Mutation } from './draft.ts'
import { ELEMENT_MUTATIONS } from './element-mutations.ts'
import { ENCRYPTION_MUTATIONS } from './encryption-mutations.ts'
import { copyOf, writeMarkup } from './markup.ts'
import { QUERY_MUTATIONS } from './query-mutations.ts'
import { type Random, seededRandom } from './random.ts'
import { SIGNATURE_MUTATIONS } from './signature-mutations.ts'
import type { Kind, Subject, Subjects } from './subject.ts'
import { EDITS, encodeSomehow, FLOODS, SPELLINGS, type TextMutation } from './text-mutations.ts'
import { TOLERANCE_MUTATIONS } from './tolerance-mutations.ts'

export interface Mutant {
  readonly subject: Subject
  /** What was done, in order. */
  readonly mutations: readonly string[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

type Tables<M> = readonly Readonly<Record<string, M>>[]

/** Of so many mutants one is of a document that a signed defect spoils, and one is flooded. */
const SPOILED_ONE_IN = 5
const FLOODED_ONE_IN = 1000
/** What is mutated how often. */
const KINDS: readonly Kind[] = [
  ...Array<Kind>(13).fill('response'),
  ...Array<Kind>(3).fill('encrypted'),
  ...Array<Kind>(2).fill('sealed'),
  ...Array<Kind>(3).fill('logout'),
  ...Array<Kind>(2).fill('query'),
  'metadata',
]
/** Each table as often as its changes are made. */
const ON_TREES: Tables<Mutation> = [ELEMENT_MUTATIONS, SIGNATURE_MUTATIONS, TOLERANCE_MUTATIONS]
const ON_ENCRYPTED: Tables<Mutation> = [...ON_TREES, ENCRYPTION_MUTATIONS, ENCRYPTION_MUTATIONS]
const ON_TEXT: Tables<TextMutation> = [EDITS, SPELLINGS, SPELLINGS]
const ON_QUERIES: Tables<TextMutation> = [EDITS, QUERY_MUTATIONS, QUERY_MUTATIONS, QUERY_MUTATIONS]

/** Makes a mutant. */
export function makeMutant({ all, stranger }: Subjects, seed: number, number: number): Mutant {
  const random = seededRandom(seed, number)
  const subject = pickSubject(all, random)
  const { kind, root, forgery, envelope } = subject
  const mutations: string[] = []
  const next = <M>(tables: Tables<M>): M => {
    const [name, mutation] = random.pick(Object.entries(random.pick(tables)))
    mutations.push(name)
    return mutation
  }

  let text = subject.text
  if (root !== undefined && !random.oneIn(3)) {
    const draft: Draft = { root: copyOf(root), stranger, forgery, random }
    for (let times = howMany(random); times > 0; times--)
      next(kind === 'encrypted' ? ON_ENCRYPTED : ON_TREES)(draft)
    text = writeMarkup(draft.root)
  }
  if (mutations.length === 0 || random.oneIn(3))
    for (let times = howMany(random); times > 0; times--)
      text = next(kind === 'query' ? ON_QUERIES : ON_TEXT)(text, random)
  if (random.oneIn(FLOODED_ONE_IN)) text = next([FLOODS])(text, random)
  const bytes = encodeSomehow(text, random)
  return { subject, mutations, bytes: envelope?.(bytes) ?? bytes }
}

/** Metadata is never spoiled: it is not signed. */
function pickSubject(all: readonly Subject[], random: Random): Subject {
  const kind = random.pick(KINDS)
  const valid = kind === 'metadata' || !random.oneIn(SPOILED_ONE_IN)
  return random.pick(all.filter((one) => one.kind === kind && one.valid === valid))
}

/** Mostly one, sometimes up to four. */
const howMany = (random: Random): number => (random.oneIn(2) ? 1 : 1 + random.below(4))
