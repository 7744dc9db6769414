// Adding a domain. Its record is shown on its card afterwards.

import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'

export interface AddDomainProps {
  readonly tenantId: string
  readonly open: boolean
  readonly onClose: () => void
}

/** A dialog that adds a domain. */
export const AddDomain = ({ open, ...rest }: AddDomainProps) => (
  <Dialog open={open} title="Add domain" onClose={rest.onClose}>
    <DomainForm {...rest} />
  </Dialog>
)

/** People paste addresses of mails and of pages. */
const domainIn = (typed: string): string =>
  typed
    .trim()
    .replace(/^.*@/, '')
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/, '')

function DomainForm({ tenantId, onClose }: Omit<AddDomainProps, 'open'>) {
  const create = useChange('POST /tenants/{tenant_id}/domains')
  const { values, set, forget } = useDraft(`domain:${tenantId}`, { domain: '' })
  const save = async () => {
    const body = { domain: domainIn(values.domain) }
    const made = await create.run({ path: { tenant_id: tenantId }, body })
    if (!made) return
    forget()
    toast(`${made.answer.domain} was added`)
    onClose()
  }
  return (
    <Form
      submit="Add domain"
      onSubmit={() => void save()}
      pending={create.isPending}
      problem={create.problem}
      why={values.domain.trim() === '' ? 'Type a domain first' : undefined}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <TextField
        label="Domain"
        placeholder="acme.example"
        help="What stands after the @ in the e-mail addresses of the people."
        value={values.domain}
        onChange={(domain) => set({ domain })}
        error={errorAt(create.problem, '/domain')}
      />
    </Form>
  )
}
