// What the operator alone can do for a tenant that cannot help itself: vouch for a way back, and
// let administrators use their passwords for a while (break-glass).

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { EnforcementState } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Time } from '../../parts/facts.tsx'
import { SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'

const MINUTES = { quarter: 15, hour: 60, shift: 480, day: 1440 } as const
type Length = keyof typeof MINUTES

const LENGTHS: readonly { readonly value: Length; readonly label: string }[] = [
  { value: 'quarter', label: '15 minutes' },
  { value: 'hour', label: '1 hour' },
  { value: 'shift', label: '8 hours' },
  { value: 'day', label: '24 hours' },
]

interface OperatorHelpProps {
  readonly state: EnforcementState
}

/** The section that operators alone see. */
export function OperatorHelp({ state }: OperatorHelpProps) {
  const [opened, setOpened] = useState<'consent' | 'glass'>()
  const end = useChange('POST /tenants/{tenant_id}/enforcement:end_break_glass')
  const endGlass = async (): Promise<void> => {
    if (await end.run({ path: { tenant_id: state.tenant_id } })) toast('Break-glass ended')
  }
  const close = () => setOpened(undefined)
  return (
    <Section
      danger
      title="Help of the operator"
      sentence="For a tenant that cannot get back in by itself. Every administrator of it is told."
    >
      <ProblemNotice problem={end.problem} />
      <p>
        {state.consent_until === null ? (
          'You do not vouch for this tenant.'
        ) : (
          <>
            You vouch for a way back. It counts until <Time at={state.consent_until} />.
          </>
        )}
      </p>
      <Actions>
        {state.break_glass ? (
          <Button onClick={endGlass} pending={end.isPending}>
            End break-glass
          </Button>
        ) : (
          <Button kind="danger" onClick={() => setOpened('glass')}>
            Break the glass
          </Button>
        )}
        <Button onClick={() => setOpened('consent')}>Vouch for a way back</Button>
      </Actions>
      <Dialog open={opened === 'glass'} title="Break the glass" onClose={close}>
        <BreakGlass tenantId={state.tenant_id} onClose={close} />
      </Dialog>
      <Dialog open={opened === 'consent'} title="Vouch for a way back" onClose={close}>
        <Consent tenantId={state.tenant_id} onClose={close} />
      </Dialog>
    </Section>
  )
}

interface HelpProps {
  readonly tenantId: string
  readonly onClose: () => void
}

function BreakGlass({ tenantId, onClose }: HelpProps) {
  const [reason, setReason] = useState('')
  const [length, setLength] = useState<Length>('hour')
  const change = useChange('POST /tenants/{tenant_id}/enforcement:break_glass')
  const submit = async (): Promise<void> => {
    const body = { minutes: MINUTES[length], reason: reason.trim() }
    if (!(await change.run({ path: { tenant_id: tenantId }, body }))) return
    onClose()
    toast('Administrators may use their passwords')
  }
  return (
    <Form
      submit="Break the glass"
      onSubmit={submit}
      pending={change.isPending}
      problem={change.problem}
    >
      <p>
        Administrators sign in with password and second factor until it ends. The sessions that it
        allowed end with it.
      </p>
      <SelectField label="For" choices={LENGTHS} value={length} onChange={setLength} />
      <TextField
        label="Reason"
        help="Every administrator of the tenant reads it."
        value={reason}
        onChange={setReason}
        error={errorAt(change.problem, '/reason')}
      />
    </Form>
  )
}

function Consent({ tenantId, onClose }: HelpProps) {
  const [reason, setReason] = useState('')
  const change = useChange('POST /tenants/{tenant_id}/enforcement:consent')
  const submit = async (): Promise<void> => {
    const body = { reason: reason.trim() }
    if (!(await change.run({ path: { tenant_id: tenantId }, body }))) return
    onClose()
    toast('You vouch for a way back')
  }
  return (
    <Form
      submit="Vouch for a way back"
      onSubmit={submit}
      pending={change.isPending}
      problem={change.problem}
    >
      <p>For a week your word counts in the place of recovery codes, to restrict login.</p>
      <TextField
        label="Reason"
        value={reason}
        onChange={setReason}
        error={errorAt(change.problem, '/reason')}
      />
    </Form>
  )
}
