// Starting a test: it opens in a tab of its own, and this tab follows it.

import type { ReactNode } from 'react'
import { useChange } from '../../api/queries.ts'
import { Button, type ButtonKind } from '../../parts/button.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'

/**
 * Links of tests whose tab was blocked. Each opens once, so they stand in no storage and in no
 * address.
 */
const links = new Map<string, string>()

/** The one-time link of a test that this tab started, if its own tab was blocked. */
export const linkOfTest = (testId: string): string | undefined => links.get(testId)

/** Starts tests. */
function useStartTest(tenantId: string, connectorId: string, onStarted?: (testId: string) => void) {
  const change = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:test')
  const open = useOpen()
  const start = async (version?: string): Promise<void> => {
    // Opened with the press of the button: browsers block a tab that opens later.
    const tab = window.open('', '_blank')
    const path = { tenant_id: tenantId, connector_id: connectorId }
    const started = await change.run({ path, body: version === undefined ? {} : { version } })
    if (started === undefined) return tab?.close()
    const { id, test_url } = started.answer
    if (tab) tab.location.replace(test_url)
    // A browser that blocks the tab leaves the link on the page of the test.
    else links.set(id, test_url)
    if (onStarted) onStarted(id)
    else open(paths.test(tenantId, connectorId, id))
  }
  return { start, isPending: change.isPending, problem: change.problem } as const
}

export interface StartTestProps {
  readonly tenantId: string
  readonly connectorId: string
  /** Absent: the latest version. */
  readonly version?: string
  readonly kind?: ButtonKind
  readonly children?: ReactNode
  /** Follows the test in place. Absent: the page of the test opens. */
  readonly onStarted?: (testId: string) => void
}

/** The button that starts a test. */
export function StartTest({
  tenantId,
  connectorId,
  version,
  kind = 'primary',
  children = 'Start test',
  onStarted,
}: StartTestProps) {
  const { start, isPending, problem } = useStartTest(tenantId, connectorId, onStarted)
  return (
    <>
      <Button kind={kind} pending={isPending} onClick={() => void start(version)}>
        {children}
      </Button>
      <ProblemNotice problem={problem} />
    </>
  )
}
