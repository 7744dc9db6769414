// What a login asks of the outside world besides its storage.

/** Milliseconds since the epoch. */
export type Clock = () => number
/** Cryptographically strong random bytes. */
export type Random = (bytes: number) => Uint8Array
