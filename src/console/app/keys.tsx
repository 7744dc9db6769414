// The keys of the console: Ctrl K jumps anywhere, `/` searches, `?` lists the keys.

import { Suspense, useEffect, useState } from 'react'
import { lazyPart } from '../parts/lazy-part.ts'

const CommandMenu = lazyPart(async () => (await import('./command-menu.tsx')).CommandMenu)
const KeyList = lazyPart(async () => (await import('./key-list.tsx')).KeyList)

type Opened = 'commands' | 'keys' | undefined

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Focuses the search of the screen; tells whether it has one. */
function focusSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>('[data-search-key]')
  search?.focus()
  search?.select()
  return search !== null
}

/** Listens for the keys, and shows what they open. */
export function Keys() {
  const [opened, open] = useState<Opened>()
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        open('commands')
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role=dialog]')) return
      if (event.key === '?') open('keys')
      else if (event.key === '/' && focusSearch()) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  const close = () => open(undefined)
  return (
    <Suspense>
      {opened === 'commands' && <CommandMenu onClose={close} />}
      {opened === 'keys' && <KeyList onClose={close} />}
    </Suspense>
  )
}
