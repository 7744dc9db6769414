// What the code says about an entry, and whether that is what the entry wants.

import type { Entry } from './manifest.ts'

export interface Verdict {
  readonly got: 'accept' | 'reject' | 'fault'
  /** Of a refusal; of a fault, what was thrown. */
  readonly code?: string
  /** The NameID that came out. */
  readonly identity?: string
  /** What is known about a label or a recorded form that is not ours. */
  readonly note?: string
}

export const accepted = (identity?: string): Verdict =>
  identity === undefined ? { got: 'accept' } : { got: 'accept', identity }

export const rejected = ({ code }: { readonly code: string }): Verdict => ({ got: 'reject', code })

export interface Judgement {
  readonly ok: boolean
  /** The verdict is the expected one, and so is the identity. */
  readonly right: boolean
}

/** Compares a verdict with its entry. A soft entry fails by its identity only. */
export function judge(entry: Entry, verdict: Verdict, soft: boolean): Judgement {
  const { got, identity } = verdict
  const accepts = got === 'accept'
  const forbidden = identity !== undefined && [entry.must_not_yield].flat().includes(identity)
  const label = entry.expected_nameid ?? (soft ? undefined : entry.nameid) ?? undefined
  // Only messages have an identity: metadata and vectors name none.
  const anotherIdentity = accepts && label !== undefined && identity !== label
  const right = got === entry.expect && !forbidden && !anotherIdentity
  return { right, ok: soft ? !forbidden && !anotherIdentity : right }
}
