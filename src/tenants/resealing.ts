// What comes of sealing a tenant's secrets anew, after MASTER_KEY was rotated (I8).

export interface Resealing {
  /** Secrets that were sealed under the previous master key, and are no longer. */
  readonly resealed: number
  /** Secrets that neither master key opens. They stay as they are. */
  readonly unreadable: number
  /** Where to go on from; absent when there is nothing left. */
  readonly next?: string
}
