// The map: every endpoint, in the order a login meets it.

import { Hono } from 'hono'
import { actOnGet } from './act-on-get.ts'
import type { AdministrationDeps, Deps } from './deps.ts'
import { home } from './home.ts'
import { lazily, lazyApp } from './lazily.ts'
import { askAddress, findByAddress } from './login.ts'
import { authorize } from './oauth2/authorize.ts'
import { discovery } from './oauth2/discovery.ts'
import { jwks } from './oauth2/jwks.ts'
import { token } from './oauth2/token.ts'
import { askLogout, logout, session } from './session.ts'
import { acs, acsExplained } from './sso/acs.ts'
import { confirmArrival, showArrival } from './sso/arrival.ts'
import { auth } from './sso/auth.ts'
import { tenantChosen } from './sso/choose-tenant.ts'
import { certificate, metadata } from './sso/metadata.ts'
import { postedLogout, redirectedLogout } from './sso/slo.ts'

// What no login asks for, loaded when somebody first does.
const account = () => import('./account/account.ts')
const connectorTest = () => import('./sso/test.ts')
const forgotten = () => import('./password/forgot.ts')
const newPassword = () => import('./password/set-password.ts')
const recovery = () => import('./password/recover.ts')
const refusalDocuments = () => import('./refusal-documents.ts')
const secondFactor = () => import('./second-factor/prove.ts')
const security = () => import('./security-txt.ts')
const signIn = () => import('./password/sign-in.ts')

/** Loads the ports that administrators work with. */
export type LoadAdministration = () => Promise<AdministrationDeps>

/** Every route of the Worker. */
export const routes = (deps: Deps, administration: LoadAdministration) => {
  const later = lazily(deps)
  return (
    new Hono()
      // An identity provider is told who we are, ...
      .get('/sso/:ssoId/saml/metadata', metadata(deps))
      .get('/sso/:ssoId/saml/certificate.pem', certificate(deps))
      // ... an administrator tests the connector, ...
      .get('/sso/:ssoId/test', later(connectorTest, 'askTest'))
      .post('/sso/:ssoId/test', later(connectorTest, 'startTest'))
      // ... a person goes to the identity provider: by their e-mail address, straight, or sent by an application, ...
      .get('/login', askAddress(deps))
      .post('/login', findByAddress(deps))
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
      .post('/sso/:ssoId/saml/acs', acs(deps))
      .get('/sso/:ssoId/saml/acs', acsExplained(deps))
      // ... to be asked which of several organisations is meant,
      .get('/sso/:ssoId/tenant', tenantChosen(deps))
      // (what an identity provider began by itself waits for a word where somebody is signed in already,)
      .get('/sso/:ssoId/arrival', actOnGet(showArrival(deps)))
      .post('/sso/:ssoId/arrival', confirmArrival(deps))
      // the application learns who it is,
      .get('/.well-known/openid-configuration', discovery(deps))
      .post('/oauth2/token', token(deps))
      .get('/oauth2/jwks', jwks(deps))
      // and in the end the person leaves, here or at the identity provider.
      .get('/session', session(deps))
      .get('/account', later(account, 'showAccount'))
      .post('/account', later(account, 'changeAccount'))
      .get('/logout', askLogout(deps))
      .post('/logout', logout(deps))
      .get('/sso/:ssoId/saml/slo', actOnGet(redirectedLogout(deps)))
      .post('/sso/:ssoId/saml/slo', postedLogout(deps))
      // Administrators work beside all this.
      .all(
        '/api/v1/*',
        lazyApp(async () => (await import('./api/mounted.ts')).mountApi(await administration())),
      )
      .get('/refusals/:code', later(refusalDocuments, 'refusalDocument'))
      .get('/.well-known/security.txt', later(security, 'securityTxt'))
      .get('/', home(deps))
  )
}
