// The recovery codes of a tenant: shown once, and confirmed by typing one of them back.

import { useState } from 'react'
import { useMayChange } from '../../api/me.ts'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { EnforcementState } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Facts, Time } from '../../parts/facts.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { Secret } from '../../parts/secret.tsx'

interface RecoveryCodesProps {
  readonly state: EnforcementState
  readonly isIssuing: boolean
  readonly onIssuing: (isIssuing: boolean) => void
}

/** The section on recovery codes, with the dialog that issues them. */
export function RecoveryCodes({ state, isIssuing, onIssuing }: RecoveryCodesProps) {
  const mayChange = useMayChange()
  const codes = state.recovery_codes
  return (
    <Section
      title="Recovery codes of the tenant"
      sentence="With one of them an administrator whose password was right signs in once, if SSO fails."
      action={
        mayChange && (
          <Button onClick={() => onIssuing(true)}>
            {codes === null ? 'Issue recovery codes' : 'Issue new recovery codes'}
          </Button>
        )
      }
    >
      {codes !== null && (
        <Facts
          facts={[
            ['Left', codes.left],
            ['Issued', <Time key="issued" at={codes.created_at} />],
            [
              'Typed back',
              <Time
                key="confirmed"
                at={codes.confirmed_at}
                never="Not yet: they are not in force"
              />,
            ],
          ]}
        />
      )}
      <Dialog open={isIssuing} title="Recovery codes" onClose={() => onIssuing(false)}>
        <IssueCodes tenantId={state.tenant_id} onClose={() => onIssuing(false)} />
      </Dialog>
    </Section>
  )
}

interface IssueCodesProps {
  readonly tenantId: string
  readonly onClose: () => void
}

/** Three steps: ask, show once, type one back. The codes are in no storage of the browser. */
function IssueCodes({ tenantId, onClose }: IssueCodesProps) {
  const issue = useChange('POST /tenants/{tenant_id}/enforcement/recovery-codes')
  const [codes, setCodes] = useState<readonly string[]>()
  const [isStored, setStored] = useState(false)
  const begin = async (): Promise<void> => {
    const issued = await issue.run({ path: { tenant_id: tenantId } })
    if (issued) setCodes(issued.answer.codes)
  }
  if (isStored) return <TypeBack tenantId={tenantId} onClose={onClose} />
  if (codes)
    return (
      <Secret
        label="Ten recovery codes"
        value={codes.join('\n')}
        fileName="recovery-codes.txt"
        onDone={() => setStored(true)}
      />
    )
  return (
    <>
      <p>
        Ten codes are made and shown once. They take the place of earlier ones when you type one of
        them back.
      </p>
      <ProblemNotice problem={issue.problem} />
      <Button kind="primary" onClick={begin} pending={issue.isPending}>
        Show the codes
      </Button>
    </>
  )
}

function TypeBack({ tenantId, onClose }: IssueCodesProps) {
  const [code, setCode] = useState('')
  const confirm = useChange('POST /tenants/{tenant_id}/enforcement/recovery-codes:confirm')
  const submit = async (): Promise<void> => {
    const body = { code: code.trim() }
    if (!(await confirm.run({ path: { tenant_id: tenantId }, body }))) return
    onClose()
    toast('Recovery codes are in force')
  }
  return (
    <Form
      submit="Put the codes into force"
      onSubmit={submit}
      pending={confirm.isPending}
      problem={confirm.problem}
      why={code.trim() === '' ? 'Type a code first' : undefined}
    >
      <TextField
        label="One of the codes"
        help="It shows that they are stored. The code stays good."
        mono
        value={code}
        onChange={setCode}
        error={errorAt(confirm.problem, '/code')}
      />
    </Form>
  )
}
