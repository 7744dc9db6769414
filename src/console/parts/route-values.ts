// What an address says, as values: the names in its path, and the filters in its query.

import { useNavigate, useParams, useSearch } from '@tanstack/react-router'

/** Reads names of the path, as in `useRoute('tenantId')`. */
export function useRoute<Name extends string>(...names: readonly Name[]): Record<Name, string> {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return Object.fromEntries(names.map((name) => [name, params[name] ?? ''])) as Record<Name, string>
}

/** A filter of a list, kept in the query: empty while the query does not name it. */
export function useFilter(name: string): readonly [string, (value: string) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const value = search[name]
  const set = (next: string): void => {
    const change = (before: Readonly<Record<string, unknown>>) => ({
      ...before,
      [name]: next === '' ? undefined : next,
    })
    void navigate({ to: '.', search: change as never, replace: true })
  }
  return [typeof value === 'string' || typeof value === 'number' ? String(value) : '', set]
}

/** Makes a function that opens a screen. */
export function useOpen(): (to: string, how?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate()
  return (to, { replace = false } = {}) => void navigate({ to, replace })
}
