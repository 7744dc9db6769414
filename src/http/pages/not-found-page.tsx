// The page for an address that leads nowhere (404).

import { Layout, type Page } from './parts/layout.tsx'

/** Renders "no such page", with the likely reasons. */
export function NotFoundPage(): Page {
  return (
    <Layout title="There is no page here">
      <h1>There is no page here</h1>
      <p>The address may be mistyped, or the sign-in it belonged to was removed.</p>
      <p>To sign in, start from the application that you want to use.</p>
    </Layout>
  )
}
