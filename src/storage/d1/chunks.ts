// Statements of D1 take a bounded number of parameters, so many rows take several.

/** D1 takes at most 100 parameters in a statement. */
const D1_PARAMETERS = 100

/** Rows of so many parameters each, as many at a time as one statement takes. */
export function inChunks<T>(items: readonly T[], columns: number): readonly T[][] {
  const size = Math.floor(D1_PARAMETERS / columns)
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  )
}
