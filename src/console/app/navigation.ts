// The side navigation as data: what stands in it, in which order, and for whom. Later screens
// (overview, sign-in log, audit, API keys, webhooks) are further lines here.

import type { Me, SetupTask } from '../api/me.ts'
import type { IconName } from '../parts/icon.tsx'
import { paths } from '../parts/paths.ts'

/** A line of the navigation. */
export interface NavigationItem {
  readonly label: string
  readonly icon: IconName
  readonly to: (tenantId: string) => string
  /** Guests see the line if their link has one of these tasks. */
  readonly tasks?: readonly SetupTask[]
}

const TENANT_ITEMS: readonly NavigationItem[] = [
  { label: 'SSO integrations', icon: 'key', to: paths.sso, tasks: ['sso', 'certificate'] },
  { label: 'Connectors', icon: 'plug', to: paths.connectors, tasks: ['sso', 'certificate'] },
  { label: 'Users', icon: 'people', to: paths.users },
  { label: 'Domains', icon: 'globe', to: paths.domains, tasks: ['domain'] },
  { label: 'Applications', icon: 'window', to: paths.applications },
  { label: 'Login restriction', icon: 'lock', to: paths.restriction },
  { label: 'Set-up links', icon: 'link', to: paths.setupLinks },
]

const GUEST_OVERVIEW: NavigationItem = {
  label: 'Your set-up',
  icon: 'list',
  to: () => paths.setup,
  tasks: ['sso', 'domain', 'certificate'],
}

const GUEST_START: NavigationItem = {
  label: 'Set up single sign-on',
  icon: 'link',
  to: paths.chooseIdp,
  tasks: ['sso'],
}

/** The lines for whoever works here, on a tenant. */
export function navigationFor({ kind, setup_link }: Me): readonly NavigationItem[] {
  if (kind !== 'guest') return TENANT_ITEMS
  const tasks = setup_link?.tasks ?? []
  return [GUEST_OVERVIEW, GUEST_START, ...TENANT_ITEMS].filter((item) =>
    item.tasks?.some((task) => tasks.includes(task)),
  )
}
