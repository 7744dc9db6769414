// Expected "no"s are values, so that nobody can forget to handle one; bugs and outages are thrown.

/**
 * A value, or the reason it was refused. Faults (bugs, broken storage) are thrown, never returned.
 */
export type Result<T, R> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R }

/** Wraps a value as the good outcome. */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })

/** Wraps a refusal as the other outcome. */
export const refuse = <R>(refusal: R): Result<never, R> => ({ ok: false, refusal })
