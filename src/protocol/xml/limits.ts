// How much a message may ask of the reader (R7). Each limit is checked while reading, before the memory is spent.

/** Sizes of real messages with an order of magnitude to spare; a person with 400 groups has about 60 KiB. */
export const XML_LIMITS = {
  bytes: 256 * 1024,
  depth: 64,
  elements: 20_000,
  /** On one element, namespace declarations included. */
  attributes: 64,
  /** In the whole document. */
  namespaceDeclarations: 400,
} as const
