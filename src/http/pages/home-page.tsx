// The root page: says what answers here, to people who follow a stray link and to developers who
// look around.

import { Layout, type Page } from './parts/layout.tsx'

/** Renders what this deployment is, with links to what describes itself. */
export function HomePage(): Page {
  return (
    <Layout title="Single sign-on">
      <h1>Single sign-on</h1>
      <p>
        This is where organisations sign in to applications with their own identity provider. To
        sign in, start from the application that you want to use, or here:
      </p>
      <ul>
        <li>
          <a href="/login">Sign in</a>: with the e-mail address that you have at your organisation
        </li>
        <li>
          <a href="/session">Your session</a>: who you are signed in as
        </li>
        <li>
          <a href="/.well-known/openid-configuration">OpenID Connect discovery</a>: for applications
        </li>
        <li>
          <a href="/api/v1/openapi.json">OpenAPI document</a>: for those who configure tenants
        </li>
      </ul>
    </Layout>
  )
}
