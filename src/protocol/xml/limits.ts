// How much a message may ask of the reader (R7). Each limit is checked while reading, before the
// memory is spent.

/**
 * Sizes of real messages with an order of magnitude to spare; a person with 400 groups has about 60
 * KiB.
 */
export const XML_LIMITS = {
  bytes: 256 * 1024,
  depth: 64,
  elements: 20_000,
  /** On one element, namespace declarations included. */
  attributes: 64,
  /**
   * Different ones in the whole document: some IdPs repeat the same two on each value of a long
   * list of groups.
   */
  namespaceDeclarations: 400,
  /**
   * Canonical bytes. Exclusive C14N repeats namespace names, so a small document can have a huge
   * canonical form.
   */
  canonicalBytes: 256 * 1024,
} as const
