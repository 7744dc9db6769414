// The map: every endpoint, in the order a login meets it.

import { Hono } from 'hono'
import { changeAccount, showAccount } from './account/account.ts'
import { actOnGet } from './act-on-get.ts'
import { api } from './api/api.ts'
import type { Deps } from './deps.ts'
import { home } from './home.ts'
import { askAddress, findByAddress } from './login.ts'
import { authorize } from './oauth2/authorize.ts'
import { discovery } from './oauth2/discovery.ts'
import { jwks } from './oauth2/jwks.ts'
import { token } from './oauth2/token.ts'
import { askForLink, mailLink } from './password/forgot.ts'
import { takeRecoveryCode } from './password/recover.ts'
import { askNewPassword, takeNewPassword } from './password/set-password.ts'
import { askPassword, takePassword } from './password/sign-in.ts'
import { refusalDocument } from './refusal-documents.ts'
import { askSecondFactor, takeSecondFactor } from './second-factor/prove.ts'
import { securityTxt } from './security-txt.ts'
import { askLogout, logout, session } from './session.ts'
import { acs, acsExplained } from './sso/acs.ts'
import { confirmArrival, showArrival } from './sso/arrival.ts'
import { auth } from './sso/auth.ts'
import { tenantChosen } from './sso/choose-tenant.ts'
import { certificate, metadata } from './sso/metadata.ts'
import { postedLogout, redirectedLogout } from './sso/slo.ts'
import { askTest, startTest } from './sso/test.ts'

/** Every route of the Worker. */
export const routes = (deps: Deps) =>
  new Hono()
    // An identity provider is told who we are, ...
    .get('/sso/:ssoId/saml/metadata', metadata(deps))
    .get('/sso/:ssoId/saml/certificate.pem', certificate(deps))
    // ... an administrator tests the connector, ...
    .get('/sso/:ssoId/test', askTest(deps))
    .post('/sso/:ssoId/test', startTest(deps))
    // ... a person goes to the identity provider: by their e-mail address, straight, or sent by an application, ...
    .get('/login', askAddress(deps))
    .post('/login', findByAddress(deps))
    .get('/sso/:ssoId/auth', auth(deps))
    // (or signs in with a password, which a one-time link has set,)
    .get('/login/password', askPassword(deps))
    .post('/login/password', takePassword(deps))
    .get('/login/second-factor', askSecondFactor(deps))
    .post('/login/second-factor', takeSecondFactor(deps))
    .post('/login/recovery', takeRecoveryCode(deps))
    .get('/login/forgot', askForLink(deps))
    .post('/login/forgot', mailLink(deps))
    .get('/password', askNewPassword(deps))
    .post('/password', takeNewPassword(deps))
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
    .get('/account', showAccount(deps))
    .post('/account', changeAccount(deps))
    .get('/logout', askLogout(deps))
    .post('/logout', logout(deps))
    .get('/sso/:ssoId/saml/slo', actOnGet(redirectedLogout(deps)))
    .post('/sso/:ssoId/saml/slo', postedLogout(deps))
    // Administrators work beside all this.
    .route('/api/v1', api(deps))
    .get('/refusals/:code', refusalDocument(deps))
    .get('/.well-known/security.txt', securityTxt(deps))
    .get('/', home(deps))
