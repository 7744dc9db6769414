// The addresses of the screens, below `/console`. A test holds that each of them has a route.

const tenant = (tenantId: string, rest: string): string => `/t/${tenantId}/${rest}`

/** Makes the address of each screen. */
export const paths = {
  home: '/',
  firstStart: '/first-start',
  confirmed: '/confirmed',
  parts: '/parts',
  setup: '/setup',
  tenants: '/tenants',
  sso: (t: string) => tenant(t, 'sso'),
  registerIdp: (t: string) => tenant(t, 'sso/register'),
  modifyIdp: (t: string, idpId: string) => tenant(t, `sso/idps/${idpId}/modify`),
  connectors: (t: string) => tenant(t, 'connectors'),
  connector: (t: string, connectorId: string) => tenant(t, `connectors/${connectorId}`),
  mapping: (t: string, connectorId: string) => tenant(t, `connectors/${connectorId}/mapping`),
  tests: (t: string, connectorId: string) => tenant(t, `connectors/${connectorId}/tests`),
  test: (t: string, connectorId: string, testId: string) =>
    tenant(t, `connectors/${connectorId}/tests/${testId}`),
  history: (t: string, connectorId: string) => tenant(t, `connectors/${connectorId}/history`),
  chooseIdp: (t: string) => tenant(t, 'set-up'),
  setupStep: (t: string, connectorId: string, step: string) =>
    tenant(t, `set-up/${connectorId}/${step}`),
  users: (t: string) => tenant(t, 'users'),
  user: (t: string, userId: string, tab = 'profile') => tenant(t, `users/${userId}/${tab}`),
  restriction: (t: string) => tenant(t, 'restriction'),
  domains: (t: string) => tenant(t, 'domains'),
  applications: (t: string) => tenant(t, 'applications'),
  event: (t: string, reference: string) => tenant(t, `events/${reference}`),
  setupLinks: (t: string) => tenant(t, 'setup-links'),
} as const
