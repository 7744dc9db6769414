// A dialog: focus moves into it, Escape closes it, and focus goes back to what opened it. Its
// behaviour is loaded with the first dialog that opens.

import { Suspense, useState } from 'react'
import { lazyPart } from './lazy-part.ts'
import type { DialogProps } from './popups/dialog-popup.tsx'

const DialogPopup = lazyPart(async () => (await import('./popups/dialog-popup.tsx')).DialogPopup)

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
