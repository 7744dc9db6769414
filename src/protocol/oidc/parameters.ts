// Request parameters of the OAuth endpoints (RFC 6749 §3.1, §3.2): an empty one counts as absent,
// an unknown one is ignored, and none may come twice, since two readers might each take another
// one.

import { ok, type Result, refuse } from '../../result.ts'
import type { OidcRefusal } from './oauth-refusals.ts'

/** The parameters that an endpoint knows, each at most once and never empty. */
export interface Parameters<Name extends string> {
  readonly values: Readonly<Partial<Record<Name, string>>>
  readonly repeated: readonly Name[]
}

/** Reads the known parameters of a query or form. */
export function readParameters<Name extends string>(
  search: URLSearchParams,
  names: readonly Name[],
): Parameters<Name> {
  const values: Partial<Record<Name, string>> = {}
  const repeated: Name[] = []
  for (const name of names) {
    const [first, ...others] = search.getAll(name)
    if (others.length > 0) repeated.push(name)
    else if (first) values[name] = first
  }
  return { values, repeated }
}

/** Takes a parameter that must be there. Refuses `oidc_parameter_missing`. */
export function requireParameter<Name extends string>(
  values: Readonly<Partial<Record<Name, string>>>,
  name: Name,
): Result<string, OidcRefusal> {
  const value = values[name]
  return value === undefined
    ? refuse({ code: 'oidc_parameter_missing', expected: name })
    : ok(value)
}

/** Refuses `oidc_parameter_repeated` when a known parameter came twice. */
export const checkRepeated = (repeated: readonly string[]): OidcRefusal | undefined =>
  repeated[0] === undefined ? undefined : { code: 'oidc_parameter_repeated', got: repeated[0] }
