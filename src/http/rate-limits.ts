// Rate limits, as damping (design: hard limits stand in the gate): the platform counts per location
// and only roughly, in memory, so that a flood is turned away before it costs a look-up. A limiter
// that is not bound, or fails, allows.

/** The platform's rate limiting binding. */
export interface Limiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>
}

/** The limiters of this deployment; one that is not bound limits nothing. */
export interface RateLimits {
  /** One address at one tenant or application. */
  readonly visitor: Limiter | undefined
  /** One address, whatever it asks for: so that nobody gets around the first by naming others. */
  readonly address: Limiter | undefined
  /** One API key. */
  readonly caller: Limiter | undefined
}

/**
 * So many requests in so many seconds. wrangler.toml says the same to the platform, which does not
 * tell it to us.
 */
export interface RatePolicy {
  readonly quota: number
  readonly seconds: number
}

/**
 * A company behind one address, on the morning after a holiday, stays under the first two; a script
 * under the third.
 */
export const RATE_POLICIES = {
  visitor: { quota: 300, seconds: 10 },
  address: { quota: 600, seconds: 10 },
  caller: { quota: 600, seconds: 60 },
} as const satisfies { readonly [K in keyof RateLimits]: RatePolicy }

/** Counts a request under a key; false when it is one too many. */
export async function allows(limiter: Limiter | undefined, key: string): Promise<boolean> {
  if (limiter === undefined) return true
  return limiter.limit({ key }).then(
    ({ success }) => success,
    // Damping must not be what takes logins down.
    () => true,
  )
}
