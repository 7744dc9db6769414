// Every page, rendered with one text in each place that takes text from outside.

import { AccountPage } from '../../../src/http/pages/account-page.tsx'
import { AcsGetPage } from '../../../src/http/pages/acs-get-page.tsx'
import { BareTestPage, SignInToTestPage } from '../../../src/http/pages/bare-test-page.tsx'
import { BeginTestPage } from '../../../src/http/pages/begin-test-page.tsx'
import { ChooseSignInPage } from '../../../src/http/pages/choose-sign-in-page.tsx'
import { ChooseTenantPage } from '../../../src/http/pages/choose-tenant-page.tsx'
import { ConfirmSwitchPage } from '../../../src/http/pages/confirm-switch-page.tsx'
import { AddFactorPage, NewCodesPage } from '../../../src/http/pages/enrolment-page.tsx'
import { ForgotPage, MailedPage } from '../../../src/http/pages/forgot-page.tsx'
import { HomePage } from '../../../src/http/pages/home-page.tsx'
import { LoginPage } from '../../../src/http/pages/login-page.tsx'
import { LeavingPage, LoggedOutPage, LogoutPage } from '../../../src/http/pages/logout-page.tsx'
import { MisdirectedPage } from '../../../src/http/pages/misdirected-page.tsx'
import { NotFoundPage } from '../../../src/http/pages/not-found-page.tsx'
import { FaultPage, OutagePage } from '../../../src/http/pages/outage-page.tsx'
import type { Page } from '../../../src/http/pages/parts/layout.tsx'
import { PostFormPage } from '../../../src/http/pages/parts/post-form-page.tsx'
import { PasswordPage } from '../../../src/http/pages/password-page.tsx'
import { RecoveryPage } from '../../../src/http/pages/recovery-page.tsx'
import { RefusalPage } from '../../../src/http/pages/refusal-page.tsx'
import {
  CodeUsedPage,
  MustEnrolPage,
  ProofOverPage,
  SecondFactorPage,
} from '../../../src/http/pages/second-factor-page.tsx'
import { NoSessionPage, SessionPage } from '../../../src/http/pages/session-page.tsx'
import { DeadLinkPage, SetPasswordPage } from '../../../src/http/pages/set-password-page.tsx'
import { TestPage } from '../../../src/http/pages/test-page.tsx'
import { UnconfiguredPage } from '../../../src/http/pages/unconfigured-page.tsx'
import type { Account } from '../../../src/login/account/ports.ts'
import type { User } from '../../../src/tenants/user.ts'

const userOf = (text: string): User => ({
  tenantId: 'ten_1',
  id: 'usr_1',
  status: 'active',
  createdAt: 0,
  updatedAt: 0,
  userId: text,
  email: text,
  firstName: text,
  lastName: text,
  nameAlias: text,
  roles: [text],
  groups: [text],
})

const accountOf = (text: string): Account => ({
  open: {
    session: {
      sid: 'x',
      tenantId: 'ten_1',
      userId: 'usr_1',
      methods: [],
      environment: 'production',
      createdAt: 0,
      expiresAt: 0,
      authnInstant: 0,
    },
    user: userOf(text),
    tenantName: text,
    applications: [],
  },
  factors: [{ id: 'fac_1', kind: 'totp', name: text, createdAt: 0, usedAt: 0 }],
  codesLeft: 3,
  hasPassword: true,
})

const connectorOf = (text: string) => ({ id: 'con_1' as const, name: text, version: text })

/** Name -> how to render it with `text` everywhere. */
export const EVERY_PAGE: Readonly<Record<string, (text: string) => Page>> = {
  AccountPage: (text) => AccountPage({ account: accountOf(text) }),
  'AccountPage, stale': (text) =>
    AccountPage({
      account: { ...accountOf(text), need: 'factor' },
      refusal: { code: text, message: text },
    }),
  'AccountPage, first': (text) =>
    AccountPage({ account: { ...accountOf(text), factors: [], need: 'login' }, saved: true }),
  'AddFactorPage, app': (text) =>
    AddFactorPage({
      pending: { kind: 'totp', uri: 'otpauth://totp/x', typed: text },
      origin: 'https://sso.example.com',
      action: '/account',
      refusal: { code: text, message: text },
    }),
  'AddFactorPage, passkey': (text) =>
    AddFactorPage({
      pending: { kind: 'passkey', challenge: text, userId: 'usr_1', account: text, known: [text] },
      origin: 'https://sso.example.com',
      action: '/login/second-factor',
    }),
  NewCodesPage: (text) => NewCodesPage({ codes: [text] }),
  'NewCodesPage, again': (text) => NewCodesPage({ refusal: { code: text, message: text } }),
  AcsGetPage: (text) => AcsGetPage({ loginUrl: text }),
  ChooseTenantPage: (text) => ChooseTenantPage({ choices: [{ name: text, url: text }] }),
  ChooseSignInPage: (text) =>
    ChooseSignInPage({ choices: [{ connectorName: text, tenantName: text, url: text }] }),
  ConfirmSwitchPage: (text) =>
    ConfirmSwitchPage({
      open: { user: userOf(text), tenantName: text },
      next: { user: userOf(text), tenantName: text },
    }),
  FaultPage: (text) => FaultPage({ reference: text }),
  HomePage: () => HomePage(),
  LeavingPage: (text) => LeavingPage({ url: text }),
  LoginPage: (text) =>
    LoginPage({ wanted: { authorize: text }, hint: text, refusal: { code: text, message: text } }),
  PasswordPage: (text) =>
    PasswordPage({
      wanted: { return_to: text },
      hint: text,
      refusal: { code: text, message: text, seconds: 120 },
      canReset: true,
    }),
  RecoveryPage: (text) =>
    RecoveryPage({
      refusal: { code: text, message: text, seconds: 9 },
      wanted: { return_to: text },
    }),
  ForgotPage: (text) => ForgotPage({ refusal: { code: text, message: text } }),
  MailedPage: () => MailedPage(),
  SetPasswordPage: (text) =>
    SetPasswordPage({
      purpose: 'reset',
      email: text,
      tenantName: text,
      link: text,
      refusal: { code: text, message: text },
    }),
  'SetPasswordPage, invited': (text) =>
    SetPasswordPage({ purpose: 'invitation', email: text, tenantName: text, link: text }),
  DeadLinkPage: () => DeadLinkPage({ canReset: true }),
  'DeadLinkPage, without mail': () => DeadLinkPage({ canReset: false }),
  BareTestPage: (text) =>
    BareTestPage({
      tenantName: text,
      connectorName: text,
      ssoId: 'sso_x',
      version: 'draft',
      problem: { code: text, message: text },
    }),
  SignInToTestPage: (text) => SignInToTestPage({ isSignedIn: true, returnTo: text }),
  BeginTestPage: (text) =>
    BeginTestPage({ tenantName: text, connectorName: text, ssoId: 'sso_x', token: text }),
  LoggedOutPage: () => LoggedOutPage({}),
  'LoggedOutPage, confirmed': () => LoggedOutPage({ idp: 'confirmed' }),
  'LoggedOutPage, unconfirmed': () => LoggedOutPage({ idp: 'unconfirmed' }),
  LogoutPage: (text) => LogoutPage({ tenantName: text }),
  MisdirectedPage: () => MisdirectedPage(),
  NoSessionPage: () => NoSessionPage(),
  NotFoundPage: () => NotFoundPage(),
  OutagePage: (text) => OutagePage({ reference: text, retryAfterSeconds: 5 }),
  PostFormPage: (text) =>
    PostFormPage({ action: text, fields: { SAMLRequest: text, [text]: text }, tenantName: text }),
  RefusalPage: (text) =>
    RefusalPage({
      title: text,
      code: text,
      message: text,
      fixedBy: 'user',
      reference: text,
      startAgain: text,
      tenantName: text,
    }),
  SessionPage: (text) =>
    SessionPage({
      user: userOf(text),
      tenantName: text,
      expiresAt: 0,
      applications: [{ name: text, landingUrl: text }],
    }),
  'TestPage, passed': (text) =>
    TestPage({
      tenantId: 'ten_1',
      tenantName: text,
      connector: connectorOf(text),
      verdicts: [{ rule: text, title: text, verdict: 'passed', expected: [text], got: text }],
      login: {
        nameId: { value: text, format: text },
        attributes: [{ name: text, friendlyName: text, values: [text] }],
      },
      mapped: {
        profile: { ...userOf(text), custom: { department: text } },
        sources: { email: text, department: text },
      },
      identity: { source: text, value: text },
      message: text,
    }),
  'TestPage, refused': (text) =>
    TestPage({
      tenantId: 'ten_1',
      tenantName: text,
      connector: connectorOf(text),
      refusal: { code: text, message: text, fixedBy: 'idp_admin', expected: text, got: [text] },
      verdicts: [{ rule: text, title: text, verdict: 'failed', code: text, got: [text] }],
      message: text,
    }),
  CodeUsedPage: (text) => CodeUsedPage({ tenantName: text, codesLeft: 1, goOn: text }),
  MustEnrolPage: (text) =>
    MustEnrolPage({ tenantName: text, refusal: { code: text, message: text } }),
  ProofOverPage: () => ProofOverPage(),
  SecondFactorPage: (text) =>
    SecondFactorPage({
      tenantName: text,
      hasTotp: true,
      hasRecoveryCodes: true,
      passkeys: [text],
      challenge: text,
      origin: 'https://sso.example.com',
      refusal: { code: text, message: text },
    }),
  UnconfiguredPage: (text) => UnconfiguredPage({ mistakes: [text] }),
}

/** The HTML of a page. */
export const html = async (page: Page): Promise<string> => String(await page)
