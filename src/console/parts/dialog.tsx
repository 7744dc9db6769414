// A dialog: focus moves into it, Escape closes it, and focus goes back to what opened it. Its
// behaviour is loaded with the first dialog that opens.

import { lazy, Suspense, useState } from 'react'
import type { DialogProps } from './popups/dialog-popup.tsx'

const DialogPopup = lazy(() => import('./popups/dialog-popup.tsx'))

/** A dialog over the page. */
export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(props.open)
  if (props.open && !wasOpen) setWasOpen(true)
  // Once opened it stays, so that closing gives the focus back.
  if (!wasOpen) return null
  return (
    <Suspense>
      <DialogPopup {...props} />
    </Suspense>
  )
}
