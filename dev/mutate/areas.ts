// What is mutated, what tests it, and how much of it has to be noticed.

/** A part of the code that is mutated and counted together. */
export interface Area {
  readonly name: string
  /**
   * Globs of source files, as Stryker reads them. Tables of what refusals mean are prose and left
   * out.
   */
  readonly mutate: readonly string[]
  readonly tests: readonly string[]
  readonly runner: 'core' | 'workerd'
  /** The share of mutants that tests must notice, of all that are not explained. */
  readonly goal: number
  /** The project that type-checks the area. */
  readonly project: string
}

const GATE = 'src/gate'

export const AREAS: readonly Area[] = [
  {
    name: 'protocol',
    mutate: ['src/protocol/**/*.ts', '!src/protocol/**/*refusals.ts'],
    // Without test/protocol/mutation: it makes random messages for minutes.
    tests: ['test/protocol/!(mutation)/**/*.test.ts', 'test/protocol/*.test.ts'],
    runner: 'core',
    goal: 0.95,
    project: 'src/protocol',
  },
  {
    name: 'login',
    mutate: ['src/login/**/*.ts', '!src/login/**/*refusals.ts'],
    tests: [
      'test/login/**/*.test.ts',
      'test/http/oauth2/*.test.ts',
      'test/flows/login/*.test.ts',
      'test/flows/events.test.ts',
      'test/flows/accounts/{known-devices,password-links,passwords,unknown-passwords}.test.ts',
      'test/flows/accounts/{required-second-factor,second-factors}.test.ts',
      'test/flows/configuration/{bare-test,configuration-change,learned-issuer,people,rules}.test.ts',
      'test/flows/configuration/{sso-key-rotation,tenants,test-runs,trial,who-may-come-in}.test.ts',
    ],
    runner: 'workerd',
    goal: 0.9,
    project: '.',
  },
  {
    name: 'gate',
    // Admission, credentials and enforcement.
    mutate: [`${GATE}/{admission,credentials,enforcement}/*.ts`, `${GATE}/account-gate.ts`],
    tests: [
      'test/gate/**/*.test.ts',
      'test/flows/accounts/*.test.ts',
      'test/flows/configuration/people.test.ts',
    ],
    runner: 'workerd',
    goal: 0.9,
    project: '.',
  },
]
