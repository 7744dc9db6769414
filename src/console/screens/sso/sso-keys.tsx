// The SSO keys of a tenant: at most five, chosen by name. Each is a service provider of its own.

import { useState } from 'react'
import { useMay, useMayChange, useMe } from '../../api/me.ts'
import type { SsoKey } from '../../api/schema.d.ts'
import { Button } from '../../parts/button.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Quiet } from '../../parts/facts.tsx'
import { SelectField } from '../../parts/fields.tsx'
import { Section, Stack, Toolbar } from '../../parts/page.tsx'
import { useFilter } from '../../parts/route-values.ts'
import { DeleteKey } from './delete-key.tsx'
import { IssueKey } from './issue-key.tsx'
import { KeyValues } from './key-values.tsx'
import { RenameKey } from './rename-key.tsx'

const MAX_KEYS = 5
type Asked = 'issue' | 'rename' | 'delete'

export interface SsoKeysProps {
  readonly tenantId: string
  readonly keys: readonly SsoKey[]
}

/** The service provider, key by key. */
export function SsoKeys({ tenantId, keys }: SsoKeysProps) {
  const [chosen, choose] = useFilter('key')
  const [asked, ask] = useState<Asked>()
  const mayChange = useMay()('POST /tenants/{tenant_id}/sso-keys')
  const key = keys.find(({ id }) => id === chosen) ?? keys[0]
  const close = () => ask(undefined)
  return (
    <Section
      title="Service provider"
      sentence="Values for the administrator of the identity provider."
      action={mayChange && <IssueButton count={keys.length} onClick={() => ask('issue')} />}
    >
      <Stack>
        {key ? (
          <>
            <KeyChoice keys={keys} chosen={key} onChoose={choose} onAsk={ask} />
            <KeyValues ssoKey={key} />
            <RenameKey ssoKey={key} open={asked === 'rename'} onClose={close} />
            <DeleteKey
              ssoKey={key}
              open={asked === 'delete'}
              onClose={close}
              onDeleted={() => choose('')}
            />
          </>
        ) : (
          <EmptyState
            title="No SSO key yet"
            sentence="An SSO key is what your identity provider knows us by: an EntityID, a Sign-On URL and a certificate."
            action={
              mayChange && (
                <Button kind="primary" onClick={() => ask('issue')}>
                  Issue SSO key
                </Button>
              )
            }
          />
        )}
        <IssueKey
          tenantId={tenantId}
          open={asked === 'issue'}
          onClose={close}
          onIssued={({ id }) => choose(id)}
        />
      </Stack>
    </Section>
  )
}

/** The button that issues another key, and how many there are. */
const IssueButton = ({
  count,
  onClick,
}: {
  readonly count: number
  readonly onClick: () => void
}) =>
  count === 0 ? null : (
    <>
      <Quiet>
        {count} of {MAX_KEYS}
      </Quiet>
      <Button
        onClick={onClick}
        why={count >= MAX_KEYS ? 'A tenant has at most five SSO keys' : undefined}
      >
        Issue additional SSO key
      </Button>
    </>
  )

interface KeyChoiceProps {
  readonly keys: readonly SsoKey[]
  readonly chosen: SsoKey
  readonly onChoose: (id: string) => void
  readonly onAsk: (what: Asked) => void
}

/** Which key is shown, and what can be done with it. */
function KeyChoice({ keys, chosen, onChoose, onAsk }: KeyChoiceProps) {
  const mayChange = useMayChange()
  const { me } = useMe()
  return (
    <Toolbar>
      <SelectField
        label="Key name"
        choices={keys.map(({ id, name, environment }) => ({
          value: id,
          label: environment === 'production' ? name : `${name} (non-production)`,
        }))}
        value={chosen.id}
        onChange={onChoose}
      />
      {mayChange && me?.kind !== 'guest' && (
        <>
          <Button onClick={() => onAsk('rename')}>Rename SSO key</Button>
          <Button kind="danger" onClick={() => onAsk('delete')}>
            Delete SSO key
          </Button>
        </>
      )}
    </Toolbar>
  )
}
