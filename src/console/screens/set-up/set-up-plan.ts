// What a guided set-up makes, and by which names. Nobody is asked for a name or a reference: they
// follow from the identity provider and from what is there already.

/** As much of an SSO key as the plan needs. */
interface KeyFacts {
  readonly id: string
  readonly name: string
  readonly environment: string
}

/** As much of a connector as the plan needs. */
interface ConnectorFacts {
  readonly sso_id: string
  readonly name: string
  readonly reference: string
}

/** A tenant has at most this many SSO keys. */
export const SSO_KEY_LIMIT = 5

/** SSO keys that no connector uses: a set-up that was begun, or room for a new one. */
export const freeKeys = <Key extends KeyFacts>(
  keys: readonly Key[],
  connectors: readonly Pick<ConnectorFacts, 'sso_id'>[],
): readonly Key[] =>
  keys.filter(({ id }) => !connectors.some((connector) => connector.sso_id === id))

/**
 * The SSO key that a set-up takes: a free one of the same name, or any free one for production.
 * `undefined`: issue another.
 */
export function takeKey<Key extends KeyFacts>(
  name: string,
  keys: readonly Key[],
  connectors: readonly Pick<ConnectorFacts, 'sso_id'>[],
): Key | undefined {
  const free = freeKeys(keys, connectors).filter(({ environment }) => environment === 'production')
  return free.find((key) => key.name === name) ?? free[0]
}

/** A name that nobody has: `Okta`, then `Okta 2`, `Okta 3`. Letter case makes no difference. */
export function freeName(wanted: string, taken: readonly string[], between = ' '): string {
  const used = new Set(taken.map((name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${between}${number}`
    if (!used.has(name.toLowerCase())) return name
  }
}

/** A product by its id and its name. */
interface Named {
  readonly id: string
  readonly name: string
}

/** What a set-up calls the things that it makes; a product that we do not know lends no name. */
export const namesFor = ({ id, name }: Named): Named =>
  id === 'another-idp' ? { id: 'idp', name: 'Identity provider' } : { id, name }

/** The name and the reference of a new connector. */
export function nameConnector(
  product: Named,
  connectors: readonly ConnectorFacts[],
): { readonly name: string; readonly reference: string } {
  const wanted = namesFor(product)
  const names = connectors.map(({ name }) => name)
  const references = connectors.map(({ reference }) => reference)
  return { name: freeName(wanted.name, names), reference: freeName(wanted.id, references, '-') }
}
