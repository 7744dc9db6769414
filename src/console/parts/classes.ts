// Class names that may be absent, in one attribute.

/** Joins the names that are there. */
export const classes = (...names: readonly (string | false | undefined)[]): string =>
  names.filter(Boolean).join(' ')
