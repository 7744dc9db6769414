// The map of the console: every address, and the file of its screen.

import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { NotFound } from '../parts/not-found.tsx'
import { Confirmed } from './confirmed.tsx'
import { Home } from './home.tsx'
import { Root } from './root.tsx'
import { ScreenFault } from './screen-fault.tsx'
import { screen } from './screens.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })

/** Addresses that anybody may open, without the navigation. */
const OPEN: readonly (readonly [string, string])[] = [
  ['/first-start', 'first-start/first-start'],
  ['/setup', 'setup/setup'],
  ['/parts', 'parts/parts'],
]

/** Addresses inside the shell, which asks for somebody who is signed in. */
const INSIDE: readonly (readonly [string, string])[] = [
  ['/tenants', 'tenants/tenants'],
  ['/t/$tenantId/sso', 'sso/sso-integrations'],
  ['/t/$tenantId/sso/register', 'sso/register-idp'],
  ['/t/$tenantId/sso/idps/$idpId/modify', 'sso/modify-idp'],
  ['/t/$tenantId/connectors', 'connectors/connectors'],
  ['/t/$tenantId/connectors/$connectorId', 'connectors/connector'],
  ['/t/$tenantId/connectors/$connectorId/mapping', 'mapping/mapping'],
  ['/t/$tenantId/connectors/$connectorId/tests', 'tests/tests'],
  ['/t/$tenantId/connectors/$connectorId/tests/$testId', 'tests/test'],
  ['/t/$tenantId/connectors/$connectorId/history', 'connectors/history'],
  ['/t/$tenantId/set-up', 'set-up/choose-idp'],
  ['/t/$tenantId/set-up/$connectorId/$step', 'set-up/step'],
  ['/t/$tenantId/users', 'users/users'],
  ['/t/$tenantId/users/$userId/$tab', 'users/user'],
  ['/t/$tenantId/restriction', 'restriction/restriction'],
  ['/t/$tenantId/domains', 'domains/domains'],
  ['/t/$tenantId/applications', 'applications/applications'],
  ['/t/$tenantId/events/$reference', 'events/event'],
  ['/events/$reference', 'events/find-event'],
  ['/t/$tenantId/setup-links', 'setup-links/setup-links'],
]

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const home = createRoute({ getParentRoute: () => shell, path: '/', component: Home })
const confirmed = createRoute({
  getParentRoute: () => root,
  path: '/confirmed',
  component: Confirmed,
})
const open = OPEN.map(([path, file]) =>
  createRoute({ getParentRoute: () => root, path, component: screen(file) }),
)
const inside = INSIDE.map(([path, file]) =>
  createRoute({ getParentRoute: () => shell, path, component: screen(file) }),
)

/** Makes the router. */
export const createConsoleRouter = () =>
  createRouter({
    routeTree: root.addChildren([shell.addChildren([home, ...inside]), confirmed, ...open]),
    basepath: '/console',
    defaultPreload: 'intent',
    defaultErrorComponent: ScreenFault,
    defaultNotFoundComponent: NotFound,
    // A screen that is loading shows the last one, and its own skeleton after that.
    defaultPendingMs: 400,
    defaultComponent: Outlet,
    scrollRestoration: true,
  })
