// A test of a version: who started it, how it stands, and how it ended. What it found is in its
// report, which names a person and is kept for a week.

import type { Actor } from '../commands/envelope.ts'
import type { ConnectorId, EventId, TenantId, TestId } from '../ids.ts'
import type { Listed, Page } from '../page.ts'
import type { GateAddress } from '../tenant.ts'

/**
 * `issued`: its link waits to be opened. `opened`: the person is at the IdP. `expired`: neither
 * came to an end in time.
 */
export const TEST_STATES = ['issued', 'opened', 'passed', 'failed', 'expired'] as const
export type TestState = (typeof TEST_STATES)[number]

export interface TestRun {
  readonly id: TestId
  readonly connectorId: ConnectorId
  readonly version: string
  readonly state: TestState
  /** Milliseconds since the epoch, as every time here. */
  readonly startedAt: number
  readonly startedBy: Actor
  /** Until when its link opens. */
  readonly expiresAt: number
  readonly endedAt?: number
  /** Of what failed first. */
  readonly code?: string
  /** The event that it ended with. */
  readonly eventId?: EventId
}

/** Tests as the API reads them: each question is one call to the gate. */
export interface TestRuns {
  /** The newest first. */
  list(
    gate: GateAddress,
    of: { readonly tenantId: TenantId; readonly connectorId: ConnectorId },
    page: Page,
  ): Promise<Listed<TestRun>>
  /** The report is sealed for the use `test-report` and the id of the test. */
  find(
    gate: GateAddress,
    tenantId: TenantId,
    testId: TestId,
  ): Promise<{ readonly run: TestRun; readonly sealedReport?: string } | undefined>
}
