// Registering an application: it is granted to the tenant at once, and its secret is shown once.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { CreatedApplication } from '../../api/schema.d.ts'
import { Actions, Button } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { RadioField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Stack } from '../../parts/page.tsx'
import { Secret } from '../../parts/secret.tsx'
import { ApplicationFields, bodyOf, whyNot } from './application-fields.tsx'

export interface NewApplicationProps {
  readonly tenantId: string
  readonly onClose: () => void
}

/** A dialog that registers an application. */
export function NewApplication({ tenantId, onClose }: NewApplicationProps) {
  const [made, setMade] = useState<CreatedApplication>()
  return (
    <Dialog
      open
      title={made ? `${made.name} is registered` : 'Register application'}
      onClose={onClose}
    >
      {made ? (
        <Registered application={made} onClose={onClose} />
      ) : (
        <Registration tenantId={tenantId} onClose={onClose} onMade={setMade} />
      )}
    </Dialog>
  )
}

const NEW = {
  name: '',
  landingUrl: '',
  redirectUris: '',
  method: 'client_secret_basic' as CreatedApplication['token_endpoint_auth_method'],
}

interface RegistrationProps extends NewApplicationProps {
  readonly onMade: (application: CreatedApplication) => void
}

function Registration({ tenantId, onClose, onMade }: RegistrationProps) {
  const create = useChange('POST /applications')
  const { values, set, forget } = useDraft(`application:${tenantId}`, NEW)
  const { method, ...typed } = values
  const save = async () => {
    const body = {
      ...bodyOf(typed),
      tenant_ids: [tenantId],
      token_endpoint_auth_method: method,
    }
    const made = await create.run({ body })
    if (!made) return
    forget()
    onMade(made.answer)
  }
  return (
    <Form
      submit="Register application"
      onSubmit={() => void save()}
      pending={create.isPending}
      problem={create.problem}
      why={whyNot(typed)}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <ApplicationFields values={typed} set={set} problem={create.problem} />
      <RadioField
        label="How it authenticates"
        choices={[
          {
            value: 'client_secret_basic',
            label: 'With a secret',
            help: 'For an application with a server of its own.',
          },
          {
            value: 'none',
            label: 'Without a secret',
            help: 'For an application that runs in a browser or on a phone. It uses PKCE.',
          },
        ]}
        value={method}
        onChange={(next) => set({ method: next })}
        error={errorAt(create.problem, '/token_endpoint_auth_method')}
      />
    </Form>
  )
}

interface RegisteredProps {
  readonly application: CreatedApplication
  readonly onClose: () => void
}

const Registered = ({ application, onClose }: RegisteredProps) => (
  <Stack>
    <CopyField label="Issuer" value={window.location.origin} />
    <CopyField label="Client id" value={application.client_id} />
    {application.client_secret === null ? (
      <Actions>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </Actions>
    ) : (
      <Secret
        label="Client secret"
        value={application.client_secret}
        fileName={`${application.client_id}.txt`}
        onDone={onClose}
      />
    )}
  </Stack>
)
