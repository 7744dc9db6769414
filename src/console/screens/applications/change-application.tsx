// Changing an application, for every tenant that is granted it.

import { useChange, useResource } from '../../api/queries.ts'
import type { Application } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Conflict } from '../../parts/conflict.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { Form } from '../../parts/form.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { ApplicationFields, type ApplicationValues, bodyOf, whyNot } from './application-fields.tsx'

export interface ChangeApplicationProps {
  readonly applicationId: string
  readonly onClose: () => void
}

/** A dialog that changes an application. */
export function ChangeApplication({ applicationId, onClose }: ChangeApplicationProps) {
  const path = { application_id: applicationId }
  const read = useResource('GET /applications/{application_id}', { path })
  return (
    <Dialog open title="Change application" onClose={onClose}>
      {read.data ? (
        <Changing application={read.data} onClose={onClose} onAgain={read.retry} />
      ) : read.isPending ? (
        <Skeleton />
      ) : (
        <ProblemNotice problem={read.problem} onRetry={read.retry} />
      )}
    </Dialog>
  )
}

const valuesOf = ({ name, landing_url, redirect_uris }: Application): ApplicationValues => ({
  name,
  landingUrl: landing_url,
  redirectUris: redirect_uris.join('\n'),
})

interface ChangingProps {
  readonly application: Application
  readonly onClose: () => void
  readonly onAgain: () => void
}

function Changing({ application, onClose, onAgain }: ChangingProps) {
  const change = useChange('PATCH /applications/{application_id}')
  const current = valuesOf(application)
  const { values, set, forget, reset } = useDraft(`application:${application.id}`, current)
  const path = { application_id: application.id }
  const save = async (onto?: Application) => {
    const done = await change.run({ path, body: bodyOf(values), ...(onto && { onto }) })
    if (!done) return onAgain()
    forget()
    toast(`${done.answer.name} was changed`)
    onClose()
  }
  if (change.problem?.code === 'api_precondition_failed')
    return (
      <Conflict
        rows={rowsOf(values, current)}
        onKeepMine={() => void save()}
        onTakeTheirs={() => {
          reset()
          change.reset()
        }}
      />
    )
  const others = application.tenant_ids.length - 1
  return (
    <Form
      submit="Save"
      onSubmit={() => void save(application)}
      pending={change.isPending}
      problem={change.problem}
      why={whyNot(values)}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      {others > 0 && (
        <Notice
          title={
            others === 1 ? 'One other tenant has it too' : `${others} other tenants have it too`
          }
        >
          The change is theirs as well, within 90 seconds.
        </Notice>
      )}
      <CopyField label="Client id" value={application.client_id} />
      <ApplicationFields values={values} set={set} problem={change.problem} />
    </Form>
  )
}

const LABELS = [
  ['name', 'Name'],
  ['landingUrl', 'Landing URL'],
  ['redirectUris', 'Redirect URIs'],
] as const

const rowsOf = (mine: ApplicationValues, theirs: ApplicationValues) =>
  LABELS.map(([member, label]) => ({ label, before: theirs[member], after: mine[member] }))
