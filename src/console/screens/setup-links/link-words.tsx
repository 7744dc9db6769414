// A set-up link in words: its tasks, its state, its progress.

import type { SetupTask } from '../../api/me.ts'
import type { SetupLink } from '../../api/schema.d.ts'
import { Badge, type BadgeState } from '../../parts/badge.tsx'
import { Quiet } from '../../parts/facts.tsx'

/** The tasks, as one chooses them. */
export const TASKS: readonly {
  readonly task: SetupTask
  readonly label: string
  readonly help: string
}[] = [
  {
    task: 'sso',
    label: 'Set up single sign-on',
    help: 'Issue SSO keys, register external IdPs, make and test connectors.',
  },
  {
    task: 'certificate',
    label: 'Replace certificates',
    help: 'Change external IdPs that exist, and test their connectors.',
  },
  { task: 'domain', label: 'Prove e-mail domains', help: 'Claim domains and verify them.' },
]

/** The names of tasks in one line. */
export const sayTasks = (tasks: readonly SetupTask[]): string =>
  TASKS.filter(({ task }) => tasks.includes(task))
    .map(({ label }, at) => (at === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1)))
    .join(', ')

const STATES: Readonly<Record<SetupLink['state'], readonly [BadgeState, string]>> = {
  unopened: ['draft', 'Not opened'],
  opened: ['tested', 'Opened'],
  done: ['live', 'Done'],
  revoked: ['disabled', 'Revoked'],
  expired: ['disabled', 'Expired'],
}

/** The state of a link. */
export function LinkState({ link }: { readonly link: SetupLink }) {
  const [state, label] = STATES[link.state]
  return <Badge state={state} label={label} />
}

/** Tells whether a link can still be opened. */
export const isUsable = ({ state }: SetupLink): boolean =>
  state === 'unopened' || state === 'opened'

/** How far the guests are: the last thing that exists. */
export function Progress({ link: { tasks, progress } }: { readonly link: SetupLink }) {
  const isSso = tasks.includes('sso')
  const steps = [
    ['IdP registered', isSso && progress.external_idp],
    ['Connector made', isSso && progress.connector],
    ['Tested', (isSso || tasks.includes('certificate')) && progress.tested],
    ['Live', (isSso || tasks.includes('certificate')) && progress.activated],
    ['Domain proven', tasks.includes('domain') && progress.domain],
  ] as const
  const done = steps.filter(([, isDone]) => isDone).map(([name]) => name)
  return done.length === 0 ? <Quiet>Nothing yet</Quiet> : done.join(' · ')
}
