// The map: every endpoint, in the order a login meets it.

import { actOnGet } from './act-on-get.ts'
import type { Deps, LoadAdministration } from './deps.ts'
import { home } from './home.ts'
import { authorize } from './oauth2/authorize.ts'
import { jwks } from './oauth2/jwks.ts'
import { token } from './oauth2/token.ts'
import { lazily, lazyApp } from './routing/lazily.ts'
import { newApp } from './routing/new-app.ts'
import { session } from './session.ts'
import { auth } from './sso/auth.ts'
import { certificate, metadata } from './sso/metadata.ts'

// What no login asks for, loaded when somebody first does.
const acs = () => import('./sso/acs.ts')
const account = () => import('./account/account.ts')
const addressFirst = () => import('./login.ts')
const arrival = () => import('./sso/confirm-switch.ts')
const console = () => import('./console/show-console.ts')
const connectorTest = () => import('./sso/test.ts')
const discovery = () => import('./oauth2/discovery.ts')
const forgotten = () => import('./password/forgot.ts')
const newPassword = () => import('./password/set-password.ts')
const recovery = () => import('./password/recover.ts')
const refusalDocuments = () => import('./refusal-documents.ts')
const secondFactor = () => import('./second-factor/prove.ts')
const security = () => import('./security-txt.ts')
const signIn = () => import('./password/sign-in.ts')
const signOut = () => import('./sso/logout.ts')
const singleLogout = () => import('./sso/slo.ts')
const tenantChoice = () => import('./sso/choose-tenant.ts')

const configurationApi = (administration: LoadAdministration) =>
  lazyApp(async () => (await import('./api/mounted.ts')).mountApi(await administration()))

/** What administrators, operators and readers of a refusal ask for. */
function administrationRoutes(deps: Deps, administration: LoadAdministration) {
  const later = lazily(deps)
  return newApp()
    .all('/api/v1/*', configurationApi(administration))
    .get('/console/*', later(console, 'showConsole'))
    .get('/refusals/:code', later(refusalDocuments, 'refusalDocument'))
    .get('/.well-known/security.txt', later(security, 'securityTxt'))
}

/** Every route of the Worker. */
export const routes = (deps: Deps, administration: LoadAdministration) => {
  const later = lazily(deps)
  const forTests = lazily({ ...deps, administration })
  return (
    newApp()
      // An identity provider is told who we are, ...
      .get('/sso/:ssoId/saml/metadata', metadata(deps))
      .get('/sso/:ssoId/saml/certificate.pem', certificate(deps))
      // ... an administrator tests the connector, ...
      .get('/sso/:ssoId/test', forTests(connectorTest, 'askTest'))
      .post('/sso/:ssoId/test', forTests(connectorTest, 'startTest'))
      // ... a person goes to the IdP: by e-mail address, straight, or sent by an application, ...
      .get('/login', later(addressFirst, 'askAddress'))
      .post('/login', later(addressFirst, 'findByAddress'))
      .get('/sso/:ssoId/auth', auth(deps))
      // (or signs in with a password, which a one-time link has set,)
      .get('/login/password', later(signIn, 'askPassword'))
      .post('/login/password', later(signIn, 'takePassword'))
      .get('/login/second-factor', later(secondFactor, 'askSecondFactor'))
      .post('/login/second-factor', later(secondFactor, 'takeSecondFactor'))
      .post('/login/recovery', later(recovery, 'takeRecoveryCode'))
      .get('/login/forgot', later(forgotten, 'askForLink'))
      .post('/login/forgot', later(forgotten, 'mailLink'))
      .get('/password', later(newPassword, 'askNewPassword'))
      .post('/password', later(newPassword, 'takeNewPassword'))
      .on(['GET', 'POST'], '/oauth2/authorize', authorize(deps))
      // ... and comes back,
      .post('/sso/:ssoId/saml/acs', later(acs, 'acs'))
      .get('/sso/:ssoId/saml/acs', later(acs, 'acsExplained'))
      // ... to be asked which of several organisations is meant,
      .get('/sso/:ssoId/tenant', later(tenantChoice, 'tenantChosen'))
      // (what an IdP began by itself waits for a word where somebody is signed in already,)
      .get('/sso/:ssoId/arrival', actOnGet(later(arrival, 'showConfirmSwitch')))
      .post('/sso/:ssoId/arrival', later(arrival, 'confirmSwitch'))
      // the application learns who it is,
      .get('/.well-known/openid-configuration', later(discovery, 'discovery'))
      .post('/oauth2/token', token(deps))
      .get('/oauth2/jwks', jwks(deps))
      // and in the end the person leaves, here or at the identity provider.
      .get('/session', session(deps))
      .get('/account', later(account, 'showAccount'))
      .post('/account', later(account, 'changeAccount'))
      .get('/logout', later(signOut, 'askLogout'))
      .post('/logout', later(signOut, 'logout'))
      .get('/sso/:ssoId/saml/slo', actOnGet(later(singleLogout, 'redirectedLogout')))
      .post('/sso/:ssoId/saml/slo', later(singleLogout, 'postedLogout'))
      // Administrators work beside all this.
      .route('/', administrationRoutes(deps, administration))
      .get('/', home(deps))
  )
}
