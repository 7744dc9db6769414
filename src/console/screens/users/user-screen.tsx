// The user card: who somebody is, and by which connectors, sessions and second factors they get in.

import type { ComponentType } from 'react'
import { useResource } from '../../api/queries.ts'
import type { User } from '../../api/schema.d.ts'
import { NotFound } from '../../parts/not-found.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { UserConnectors } from './user-connectors.tsx'
import { UserEvents } from './user-events.tsx'
import { UserFactors } from './user-factors.tsx'
import { UserProfile } from './user-profile.tsx'
import { UserSessions } from './user-sessions.tsx'
import { nameOf, StatusBadge } from './user-words.tsx'

/** What each tab is given. */
export interface UserTabProps {
  readonly user: User
}

const TABS: Readonly<Record<string, readonly [string, ComponentType<UserTabProps>]>> = {
  profile: ['Profile', UserProfile],
  connectors: ['SSO connectors', UserConnectors],
  sessions: ['Sessions', UserSessions],
  'second-factors': ['Second factors', UserFactors],
  events: ['Events', UserEvents],
}

/** One user, a tab at a time. */
export function Screen() {
  const { tenantId, userId, tab } = useRoute('tenantId', 'userId', 'tab')
  const user = useResource('GET /tenants/{tenant_id}/users/{user_id}', {
    path: { tenant_id: tenantId, user_id: userId },
  })
  const [, Tab] = TABS[tab] ?? []
  if (Tab === undefined || user.problem?.code === 'user_unknown') return <NotFound />
  const breadcrumb = [{ label: 'Users', to: paths.users(tenantId) }]
  if (user.data === undefined)
    return (
      <Page title="User" breadcrumb={breadcrumb}>
        {user.problem ? (
          <ProblemNotice problem={user.problem} onRetry={user.retry} />
        ) : (
          <Skeleton lines={6} />
        )}
      </Page>
    )
  return (
    <Page
      title={nameOf(user.data)}
      sentence={<bdi>{user.data.email ?? 'No e-mail address'}</bdi>}
      breadcrumb={breadcrumb}
      badge={<StatusBadge status={user.data.status} />}
    >
      <Tabs
        label="User"
        tabs={Object.entries(TABS).map(([key, [label]]) => ({
          label,
          to: paths.user(tenantId, userId, key),
        }))}
      />
      <Tab user={user.data} />
    </Page>
  )
}
