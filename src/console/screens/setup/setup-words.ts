// What a set-up link is for, in words, and where its work begins.

import type { SetupTask } from '../../api/me.ts'
import { paths } from '../../parts/paths.ts'

/** What somebody does with a task. */
export const TASK_WORDS: Readonly<
  Record<SetupTask, { readonly name: string; readonly does: string; readonly goOn: string }>
> = {
  sso: {
    name: 'Set up single sign-on',
    does: 'Connect your identity provider, decide what it says of people, and try it.',
    goOn: 'Continue the set-up',
  },
  certificate: {
    name: 'Replace certificates',
    does: 'Give the new certificate of your identity provider, and try it.',
    goOn: 'Replace certificates',
  },
  domain: {
    name: 'Prove e-mail domains',
    does: 'Add a record to your DNS, so that people are found by their address.',
    goOn: 'Prove domains',
  },
}

/** The title of everything that is done with a link. */
export function titleOf(tasks: readonly SetupTask[], tenantName: string): string {
  const [first = 'sso'] = (['sso', 'certificate', 'domain'] as const).filter((task) =>
    tasks.includes(task),
  )
  return `${TASK_WORDS[first].name} for ${tenantName}`
}

/** Where the work of a task begins. */
export function startOf(tenantId: string, task: SetupTask): string {
  if (task === 'domain') return paths.domains(tenantId)
  return task === 'sso' ? paths.chooseIdp(tenantId) : paths.sso(tenantId)
}
