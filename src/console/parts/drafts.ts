// What was typed and not sent: kept in the tab, so that a lost session or a reload loses nothing.
// Never for secrets.

import { useState } from 'react'

const PREFIX = 'edge-sso:draft:'

function read<T extends object>(key: string): Partial<T> | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/**
 * The values of a form. `key` names the form and what it changes; `forget` is called once it was
 * sent. `wasKept` tells that the values come from before.
 */
export function useDraft<T extends object>(key: string, initial: T) {
  const [kept] = useState(() => read<T>(key))
  const [values, setValues] = useState<T>({ ...initial, ...kept })
  const set = (changed: Partial<T>): void =>
    setValues((before) => {
      const next = { ...before, ...changed }
      sessionStorage.setItem(PREFIX + key, JSON.stringify(next))
      return next
    })
  const forget = (): void => sessionStorage.removeItem(PREFIX + key)
  const reset = (): void => {
    forget()
    setValues(initial)
  }
  return { values, set, forget, reset, wasKept: kept !== undefined } as const
}

/** Forgets what was typed into any form of this tab. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
