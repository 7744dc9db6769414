// Lists in the examples of the API's description.

/** A page of a list that ends with it. */
export const page = (item: object) => ({ data: [item], next_cursor: null })

/** A page of one item, of what gates tell D1. */
export const laggingPage = (item: object) => ({
  ...page(item),
  complete_until: '2026-11-20T09:45:00.000Z',
})
