// The console's entry: one React root in the document that the Worker serves for /console/*.

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

const root = document.getElementById('console')
if (root)
  createRoot(root).render(
    <StrictMode>
      <h1>edge-sso</h1>
    </StrictMode>,
  )
