// Chooses who signs in through SSO alone, and when that begins.

import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { EnforcementState } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { RadioField, SelectField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { MODES, type Mode } from './conditions.ts'

const DAY_MS = 86_400_000
const STARTS = { now: 0, week: 7, fortnight: 14, month: 30, quarter: 90 } as const
type Start = keyof typeof STARTS

const START_CHOICES: readonly { readonly value: Start; readonly label: string }[] = [
  { value: 'now', label: 'At once' },
  { value: 'week', label: 'In 7 days' },
  { value: 'fortnight', label: 'In 14 days' },
  { value: 'month', label: 'In 30 days' },
  { value: 'quarter', label: 'In 90 days' },
]

const STRICTNESS: readonly Mode[] = ['off', 'members', 'everyone']
const MODE_CHOICES = STRICTNESS.map((value) => ({
  value,
  label: MODES[value][0],
  help: MODES[value][1],
}))
const isStricter = (mode: Mode, than: Mode): boolean =>
  STRICTNESS.indexOf(mode) > STRICTNESS.indexOf(than)

interface ChooseModeProps {
  readonly state: EnforcementState
  readonly wanted: Mode
  readonly onWant: (mode: Mode) => void
}

/** The form of the mode; a stricter one is confirmed with what it does. */
export function ChooseMode({ state, wanted, onWant }: ChooseModeProps) {
  const [start, setStart] = useState<Start>('now')
  const [isAsking, setAsking] = useState(false)
  const change = useChange('PUT /tenants/{tenant_id}/enforcement')
  const stricter = isStricter(wanted, state.mode)
  const missing = wanted === 'off' ? 0 : state.blockers[wanted].length
  const days = stricter ? STARTS[start] : 0
  const apply = async (): Promise<void> => {
    const set = await change.run({
      path: { tenant_id: state.tenant_id },
      body: {
        mode: wanted,
        // A minute short, so that a clock that is ahead stays within the 90 days.
        ...(days > 0 && { starts_at: new Date(Date.now() + days * DAY_MS - 60_000).toISOString() }),
      },
      onto: state,
    })
    if (!set) return
    setAsking(false)
    toast(days > 0 ? 'Login restriction planned' : 'Login restriction changed')
  }
  return (
    <Section title="Who signs in through SSO alone">
      <Form
        submit={submitLabel(state, wanted, days)}
        onSubmit={() => (stricter ? setAsking(true) : apply())}
        pending={change.isPending}
        problem={isAsking ? undefined : change.problem}
        why={whyNot(state, wanted, missing)}
      >
        <RadioField label="Mode" choices={MODE_CHOICES} value={wanted} onChange={onWant} />
        {stricter && (
          <SelectField
            label="Starts"
            help="A grace period tells people at once, a week and a day before."
            choices={START_CHOICES}
            value={start}
            onChange={setStart}
          />
        )}
      </Form>
      <Confirm
        open={isAsking}
        title={`Allow login only through SSO: ${MODES[wanted][0].toLowerCase()}?`}
        action={submitLabel(state, wanted, days)}
        pending={change.isPending}
        problem={change.problem}
        onConfirm={apply}
        onClose={() => {
          setAsking(false)
          change.reset()
        }}
      >
        <WhatHappens mode={wanted} isPlanned={days > 0} />
      </Confirm>
    </Section>
  )
}

const WhatHappens = ({ mode, isPlanned }: { readonly mode: Mode; readonly isPlanned: boolean }) => (
  <Stack>
    <p>{MODES[mode][1]}</p>
    <p>
      {isPlanned
        ? 'Nothing changes until then. The conditions are looked at again at the start.'
        : 'Passwords are refused from now on, and the sessions that they began end at once. You can switch it off again.'}
    </p>
  </Stack>
)

const submitLabel = (state: EnforcementState, mode: Mode, days: number): string => {
  if (mode === state.mode && state.planned !== null) return 'Cancel the planned start'
  if (mode === state.mode && mode === 'off') return 'Restrict login'
  if (mode === 'off') return 'Allow passwords again'
  return days > 0 ? 'Plan login restriction' : 'Allow login only through SSO'
}

function whyNot(state: EnforcementState, wanted: Mode, missing: number): string | undefined {
  if (wanted === state.mode && state.planned === null && state.inherited_from === null)
    return 'Choose another mode'
  return missing > 0 ? 'Conditions are missing: see the checklist' : undefined
}
