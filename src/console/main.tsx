// The console's entry: one React root in the document that the Worker serves for /console/*.

import './api/setup-token.ts'
import './look/tokens.css'
import './look/base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { askEarly } from './api/me.ts'
import { createQueryClient } from './api/queries.ts'
import { createConsoleRouter } from './app/router.tsx'

const queries = createQueryClient()
// Screens beside the shell ask for nobody, or for the guest of a set-up link.
if (/^\/console\/(?:$|t\/|tenants)/.test(window.location.pathname)) askEarly(queries)

const root = document.getElementById('console')
if (root)
  createRoot(root).render(
    <StrictMode>
      {/* The policy allows no style element. */}
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queries}>
          <RouterProvider router={createConsoleRouter()} />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  )
