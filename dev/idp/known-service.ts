// A service provider that the demo IdP was told of.

/** A tile of the IdP's own page: begins a login at this service. */
export interface KnownService {
  /** What people call it. */
  readonly name: string
  readonly entityID: string
  readonly acsUrl: string
}
