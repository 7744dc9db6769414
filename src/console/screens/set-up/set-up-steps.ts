// The four steps of a guided set-up, and how far one has come. It follows from what exists, so a
// set-up can be left at any moment and continued by somebody else.

/** The steps, in order. Each is the last part of an address. */
export const SET_UP_STEPS = ['metadata', 'map', 'test', 'activate'] as const
export type SetUpStep = (typeof SET_UP_STEPS)[number]

/** What a step is called. */
export const STEP_TITLES: Readonly<Record<SetUpStep, string>> = {
  metadata: 'Exchange metadata',
  map: 'Map attributes',
  test: 'Test',
  activate: 'Activate',
}

/** As much of a connector as the steps need. */
interface SetUpFacts {
  readonly latest: {
    readonly activation: { readonly needs_test: boolean; readonly reason: string }
  }
}

/** `optional`: it may be done at any time, and nothing waits for it. */
type StepState = 'done' | 'next' | 'waiting' | 'optional'

/** How far each step is. `connector` is absent until its identity provider is known. */
export function stepStates(connector?: SetUpFacts): Readonly<Record<SetUpStep, StepState>> {
  if (!connector) return { metadata: 'next', map: 'waiting', test: 'waiting', activate: 'waiting' }
  const { needs_test, reason } = connector.latest.activation
  const isLive = reason === 'is_live'
  // A test that learned the issuer was passed: what is left is a decision, and no other test.
  const isTested = !needs_test || reason === 'issuer_unapproved'
  return {
    metadata: 'done',
    map: 'optional',
    test: isTested ? 'done' : 'next',
    activate: isLive ? 'done' : isTested ? 'next' : 'waiting',
  }
}

/** Where a set-up goes on. */
export function nextStep(connector?: SetUpFacts): SetUpStep {
  const states = stepStates(connector)
  return SET_UP_STEPS.find((step) => states[step] === 'next') ?? 'activate'
}

/** Whether a text is one of the steps. */
export const isSetUpStep = (text: string): text is SetUpStep =>
  SET_UP_STEPS.some((step) => step === text)
