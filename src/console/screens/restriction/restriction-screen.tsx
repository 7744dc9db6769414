// Login restriction: who signs in through SSO alone, the conditions of that, and the ways back in.

import { useState } from 'react'
import { useMayChange, useMe } from '../../api/me.ts'
import { useResource } from '../../api/queries.ts'
import type { EnforcementState } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Time } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Page, Stack } from '../../parts/page.tsx'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { Checklist } from './checklist.tsx'
import { ChooseMode } from './choose-mode.tsx'
import { MODES, type Mode } from './conditions.ts'
import { Exemptions } from './exemptions.tsx'
import { OperatorHelp } from './operator-help.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** The screen of login restriction. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const state = useResource('GET /tenants/{tenant_id}/enforcement', {
    path: { tenant_id: tenantId },
  })
  return (
    <Page
      title="Login restriction"
      sentence="Allow login only through SSO. Nobody is locked out: each step is proven first."
      badge={state.data && <ModeBadge mode={state.data.mode} />}
    >
      {state.problem && <ProblemNotice problem={state.problem} onRetry={state.retry} />}
      {state.isPending && <Skeleton lines={8} />}
      {state.data && <Restriction key={tenantId} state={state.data} />}
    </Page>
  )
}

function Restriction({ state }: { readonly state: EnforcementState }) {
  const mayChange = useMayChange()
  const { me } = useMe()
  const [wanted, setWanted] = useState<Mode>(state.planned?.mode ?? state.mode)
  const [isIssuing, setIssuing] = useState(false)
  // What is chosen, or the strictest that somebody might choose next.
  const shown = wanted === 'off' ? 'everyone' : wanted
  return (
    <Stack>
      <Now state={state} />
      {mayChange && <ChooseMode state={state} wanted={wanted} onWant={setWanted} />}
      <Checklist state={state} mode={shown} onIssueCodes={() => setIssuing(true)} />
      <RecoveryCodes state={state} isIssuing={isIssuing} onIssuing={setIssuing} />
      <Exemptions state={state} />
      {me?.kind === 'operator' && <OperatorHelp state={state} />}
    </Stack>
  )
}

const ModeBadge = ({ mode }: { readonly mode: Mode }) =>
  mode === 'off' ? (
    <Badge state="disabled" label="Off" />
  ) : (
    <Badge state="live" label={MODES[mode][0]} />
  )

/** What holds besides the mode: a start that is planned, a broken glass, the mode of the root. */
function Now({ state: { planned, break_glass, inherited_from } }: { state: EnforcementState }) {
  return (
    <>
      {break_glass && (
        <Notice kind="warning" title="Administrators may use their passwords at this moment">
          Until <Time at={break_glass.until} />. Reason: <bdi>{break_glass.reason}</bdi>
        </Notice>
      )}
      {planned && (
        <Notice title={`“${MODES[planned.mode][0]}” starts at a date`}>
          It starts <Time at={planned.starts_at} />, if its conditions hold then. People are told a
          week and a day before.
        </Notice>
      )}
      {inherited_from !== null && (
        <Notice>This tenant follows its parent until you choose a mode of its own.</Notice>
      )}
    </>
  )
}
