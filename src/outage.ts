// An outage: something we need does not answer. It is a fault, so it is thrown; the shell answers
// 503 with Retry-After, and whoever asked may ask again, because nothing was half done.

/**
 * A part that is out of reach. `part` is one of our own names (gate, D1, KV), never an address or a
 * query.
 */
export class Outage extends Error {
  readonly part: string

  constructor(part: string, cause: unknown) {
    super(`${part} is out of reach`, { cause })
    this.part = part
  }
}

/** Runs a call to a part of the platform; whatever it throws becomes an outage of that part. */
export async function reaching<T>(part: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    throw new Outage(part, cause)
  }
}
