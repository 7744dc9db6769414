// One domain: its state, the record that proves it, and looking for the record now.

import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { Domain } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Badge, type BadgeState } from '../../parts/badge.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Facts, Time } from '../../parts/facts.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Card, CardHead, Stack } from '../../parts/page.tsx'
import { DeleteDomain } from './delete-domain.tsx'

const STATES: Readonly<Record<Domain['state'], readonly [BadgeState, string]>> = {
  pending: ['awaiting', 'Waits for the record'],
  verified: ['live', 'Proven'],
  failing: ['failing', 'Record is missing'],
  lapsed: ['disabled', 'Lapsed'],
}

const VERIFY = 'POST /tenants/{tenant_id}/domains/{domain_id}:verify'
const DELETE = 'DELETE /tenants/{tenant_id}/domains/{domain_id}'

/** What a state means, and what to do. */
const MEANINGS: Readonly<Record<Domain['state'], string | undefined>> = {
  pending: 'Set this record in the DNS of the domain, then check. It can take an hour to be seen.',
  verified: undefined,
  failing: 'The domain lapses once the record has been missing for two weeks. Set it again.',
  lapsed: 'Nobody is led here by this domain any more. Set the record and check again.',
}

/** A domain. */
export function DomainCard({ domain }: { readonly domain: Domain }) {
  const may = useMay()
  const [isLeaving, setLeaving] = useState(false)
  const [state, label] = STATES[domain.state]
  return (
    <Card>
      <CardHead
        title={<bdi>{domain.domain}</bdi>}
        badge={<Badge state={state} label={label} />}
        action={
          may(DELETE) && (
            <Menu
              label={`Actions of ${domain.domain}`}
              actions={[
                { label: 'Give the domain up', danger: true, onSelect: () => setLeaving(true) },
              ]}
            />
          )
        }
      />
      {domain.state === 'verified' ? <Proven domain={domain} /> : <Record domain={domain} />}
      {may(VERIFY) && domain.state !== 'verified' && <Check domain={domain} />}
      <DeleteDomain domain={domain} open={isLeaving} onClose={() => setLeaving(false)} />
    </Card>
  )
}

const Proven = ({ domain }: { readonly domain: Domain }) => (
  <Facts
    facts={[
      ['Proven', <Time key="proven" at={domain.verified_at} />],
      ['Last seen', <Time key="seen" at={domain.checked_at} />],
      ['Keep the record', 'It is looked for every week.'],
    ]}
  />
)

const Record = ({ domain }: { readonly domain: Domain }) => (
  <Stack>
    <p>{MEANINGS[domain.state]}</p>
    <CopyField label="Type" value="TXT" />
    <CopyField
      label="Host"
      value={domain.record_name}
      help="Some DNS services add the domain by themselves. There, type what stands before it."
    />
    <CopyField label="Value" value={domain.record_value} />
  </Stack>
)

/** Looks for the record now. */
function Check({ domain }: { readonly domain: Domain }) {
  const verify = useChange(VERIFY)
  const check = async () => {
    const path = { tenant_id: domain.tenant_id, domain_id: domain.id }
    if (await verify.run({ path })) toast(`${domain.domain} is proven`)
  }
  return (
    <Stack>
      <Missing problem={verify.problem} />
      <Actions>
        <Button onClick={() => void check()} pending={verify.isPending}>
          Check now
        </Button>
      </Actions>
      {domain.checked_at && (
        <p>
          Looked for <Time at={domain.checked_at} />
        </p>
      )}
    </Stack>
  )
}

const Missing = ({ problem }: { readonly problem: ApiProblem | undefined }) =>
  problem?.code === 'domain_record_missing' ? (
    <Notice kind="warning" title="The record is not there yet" announced>
      Compare host and value letter by letter. A new record can take an hour to be seen, sometimes a
      day. Nothing is lost while you wait.
    </Notice>
  ) : (
    <ProblemNotice problem={problem} />
  )
