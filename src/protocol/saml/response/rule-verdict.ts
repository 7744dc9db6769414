// The verdict of one rule, as the test page shows it.

import type { Fact } from '../../../refusal.ts'

export interface RuleVerdict {
  /** As in `R43`; one rule may have several checks. */
  readonly rule: string
  /** The check in plain words: what holds when it passes. */
  readonly title: string
  readonly verdict: 'passed' | 'failed' | 'not_reached'
  /** Only of a failed one. */
  readonly code?: string
  readonly expected?: Fact
  readonly got?: Fact
  /** What the identity provider wrote about it. */
  readonly message?: string
}
