// Finds the screens. `screens/<noun>/<name>-screen.tsx` exports `Screen`, and each is a chunk of
// its own that is loaded when somebody opens or points at it.

import { lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { NotFound } from '../parts/not-found.tsx'

interface ScreenModule {
  readonly Screen: ComponentType
}

const FILES = import.meta.glob<ScreenModule>('../screens/*/*-screen.tsx')

/** The screen in a file, as in `screen('users/user')`; an address without one is not found. */
export function screen(name: string) {
  const load = FILES[`../screens/${name}-screen.tsx`]
  return load ? lazyRouteComponent(load, 'Screen') : NotFound
}
