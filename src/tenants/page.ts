// A list is read page by page.

/** A page of a list, in order of creation unless said otherwise. */
export interface Page {
  readonly limit: number
  /** What `next` of the page before said; a text that no page ever gave continues nowhere. */
  readonly after?: string
}

export interface Listed<T> {
  readonly items: readonly T[]
  /**
   * Opaque position to continue after, when there is more. It survives the deletion of the item it
   * was made from.
   */
  readonly next?: string
}
