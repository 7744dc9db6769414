// The service provider that the demo IdP was told of.

/** The service that the IdP's own page offers to begin a login at. */
export interface KnownService {
  readonly entityID: string
  readonly acsUrl: string
}
