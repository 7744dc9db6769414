// What is wanted after a login, while the person is still on the way: an address to return to, or
// the parameters of an authorization request.

import { parseReturnTo } from '../login/begin/return-to.ts'

/**
 * As it travels in forms and links. Neither is trusted when it comes back: both are checked where
 * they lead, as if somebody had typed them.
 */
export type LoginTarget = Readonly<Partial<Record<'return_to' | 'authorize', string>>>

/** Reads it; undefined for a `return_to` that is none. */
export function readLoginTarget(parameters: URLSearchParams): LoginTarget | undefined {
  const authorize = parameters.get('authorize')
  if (authorize !== null) return { authorize }
  const text = parameters.get('return_to')
  if (text === null) return {}
  const returnTo = parseReturnTo(text)
  return returnTo === undefined ? undefined : { return_to: returnTo }
}

/** Writes the path of a page that takes it along. */
export function pathWith(path: string, wanted: LoginTarget): string {
  const query = new URLSearchParams({ ...wanted }).toString()
  return query === '' ? path : `${path}?${query}`
}
