// The set-up that this browser is at: how far it is, how to go on, how to end it.

import { useState } from 'react'
import { actAsPerson } from '../../api/acting-as.ts'
import { type Me, type SetupTask, useBecomeGuest, useForgetMe, useGuest } from '../../api/me.ts'
import { useChange, useResource } from '../../api/queries.ts'
import type { SetupLink } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Facts, Time } from '../../parts/facts.tsx'
import { Card, Page, Section } from '../../parts/page.tsx'
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
  const input = { path: { tenant_id: tenant.id, setup_link_id: link.id }, asGuest: true }
  const { data } = useResource('GET /tenants/{tenant_id}/setup-links/{setup_link_id}', input)
  return (
    <Page
      title={titleOf(link.tasks, tenant.name)}
      sentence="This browser has opened the set-up link. You can stop at any time, and come back by the link."
    >
      {link.tasks.map((task, at) => (
        <Section
          key={task}
          title={TASK_WORDS[task].name}
          sentence={TASK_WORDS[task].does}
          action={
            <Button
              kind={at === 0 ? 'primary' : 'second'}
              onClick={() => go(startOf(tenant.id, task))}
            >
              {TASK_WORDS[task].goOn}
            </Button>
          }
        >
          <Card>{data ? <Facts facts={stepsOf(task, data)} /> : <Skeleton lines={3} />}</Card>
        </Section>
      ))}
      <Finish tenant={tenant} link={link} />
    </Page>
  )
}

const Step = ({ isDone }: { readonly isDone: boolean }) =>
  isDone ? <Badge state="live" label="Done" /> : <Badge state="draft" label="To do" />

/** What of a task exists. */
function stepsOf(task: SetupTask, { progress, may_activate }: SetupLink) {
  const step = (name: string, isDone: boolean) =>
    [name, <Step key={name} isDone={isDone} />] as const
  const last = [
    step('Test passed', progress.tested),
    step(may_activate ? 'Live' : 'Live, by an administrator', progress.activated),
  ]
  if (task === 'domain') return [step('Domain proven', progress.domain)]
  if (task === 'certificate') return last
  return [
    step('External IdP', progress.external_idp),
    step('Connector', progress.connector),
    ...last,
  ]
}

function Finish({ tenant, link }: Guest) {
  const [isDone, setDone] = useState(false)
  return (
    <Section
      title="Finish"
      sentence={
        link.expires_at === null ? undefined : (
          <>
            The link ends on <Time at={link.expires_at} as="day" />, or once you say that the set-up
            is done.
          </>
        )
      }
    >
      <Actions>
        <Button onClick={() => setDone(true)}>The set-up is done</Button>
        <Leave />
      </Actions>
      <Complete tenant={tenant} link={link} open={isDone} onClose={() => setDone(false)} />
    </Section>
  )
}

/** Goes on with the set-up: from here on this tab works for the link. */
function useGoOn() {
  const becomeGuest = useBecomeGuest()
  const open = useOpen()
  return (to: string) => void becomeGuest().then(() => open(to))
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
      Leave in this browser
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
