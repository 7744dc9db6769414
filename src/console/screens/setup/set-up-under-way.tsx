// The set-up that this browser is at: how far it is, how to go on, how to end it.

import { useState } from 'react'
import { actAsGuest, actAsPerson } from '../../api/acting-as.ts'
import { type Me, useForgetMe, useGuest } from '../../api/me.ts'
import { useChange, useResource } from '../../api/queries.ts'
import type { SetupLink } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Facts, Time } from '../../parts/facts.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { useOpen } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { LinkEnded } from './link-ended.tsx'
import { startOf, TASK_WORDS, titleOf } from './setup-words.ts'

/** Of a browser that came without a token: its guest, or why it has none. */
export function SetUpUnderWay() {
  const { guest, isPending, problem, retry } = useGuest()
  if (isPending) return <Skeleton lines={5} />
  if (problem) return <LinkEnded problem={problem} onRetry={retry} />
  return guest?.tenant && guest.setup_link ? (
    <UnderWay tenant={guest.tenant} link={guest.setup_link} />
  ) : null
}

type Guest = {
  readonly tenant: NonNullable<Me['tenant']>
  readonly link: NonNullable<Me['setup_link']>
}

function UnderWay({ tenant, link }: Guest) {
  const go = useGoOn()
  const [isDone, setDone] = useState(false)
  const input = { path: { tenant_id: tenant.id, setup_link_id: link.id } }
  const { data } = useResource('GET /tenants/{tenant_id}/setup-links/{setup_link_id}', {
    ...input,
    asGuest: true,
  })
  return (
    <Page
      title={titleOf(link.tasks, tenant.name)}
      sentence="This browser has opened the set-up link. You can leave at any time and come back by the link."
    >
      <Card>
        <Facts
          facts={[
            ...(data ? stepsOf(data) : []),
            ...(link.expires_at === null
              ? []
              : [['The link ends', <Time key="end" at={link.expires_at} as="day" />] as const]),
          ]}
        />
      </Card>
      <Actions>
        {link.tasks.map((task, at) => (
          <Button
            key={task}
            kind={at === 0 ? 'primary' : 'second'}
            onClick={() => go(startOf(tenant.id, task, link.connector_id))}
          >
            {link.tasks.length === 1 ? 'Continue the set-up' : TASK_WORDS[task].name}
          </Button>
        ))}
        <Button onClick={() => setDone(true)}>The set-up is done</Button>
        <Leave />
      </Actions>
      <Complete tenant={tenant} link={link} open={isDone} onClose={() => setDone(false)} />
    </Page>
  )
}

const Step = ({ isDone }: { readonly isDone: boolean }) =>
  isDone ? <Badge state="live" label="Done" /> : <Badge state="draft" label="To do" />

/** What of the set-up exists, for the tasks of the link. */
function stepsOf({ tasks, progress, may_activate }: SetupLink) {
  const step = (name: string, isDone: boolean) =>
    [name, <Step key={name} isDone={isDone} />] as const
  const isSso = tasks.includes('sso')
  return [
    ...(isSso
      ? [
          step('Identity provider registered', progress.external_idp),
          step('Connector made', progress.connector),
        ]
      : []),
    ...(isSso || tasks.includes('certificate')
      ? [
          step('Test passed', progress.tested),
          step(may_activate ? 'Live' : 'Live, by an administrator', progress.activated),
        ]
      : []),
    ...(tasks.includes('domain') ? [step('Domain proven', progress.domain)] : []),
  ]
}

/** Goes on with the set-up: from here on this tab works for the link. */
function useGoOn() {
  const forgetMe = useForgetMe()
  const open = useOpen()
  return (to: string) => {
    actAsGuest()
    void forgetMe().then(() => open(to))
  }
}

function Leave() {
  const leave = useChange('DELETE /setup-sessions')
  const forgetMe = useForgetMe()
  const run = async () => {
    if (!(await leave.run({ quietly: true }))) return
    actAsPerson()
    await forgetMe()
  }
  return (
    <Button kind="quiet" pending={leave.isPending} onClick={() => void run()}>
      Leave
    </Button>
  )
}

interface CompleteProps extends Guest {
  readonly open: boolean
  readonly onClose: () => void
}

function Complete({ tenant, link, open, onClose }: CompleteProps) {
  const complete = useChange('POST /tenants/{tenant_id}/setup-links/{setup_link_id}:complete')
  const forgetMe = useForgetMe()
  const run = async () => {
    const path = { tenant_id: tenant.id, setup_link_id: link.id }
    if (await complete.run({ path, asGuest: true })) await forgetMe()
  }
  return (
    <Confirm
      open={open}
      title="Is the set-up done?"
      action="The set-up is done"
      harmless
      pending={complete.isPending}
      problem={complete.problem}
      onConfirm={() => void run()}
      onClose={onClose}
    >
      <p>
        The link opens nothing afterwards, for nobody. What was saved is kept. The person who sent
        the link sees that you are done.
      </p>
    </Confirm>
  )
}
