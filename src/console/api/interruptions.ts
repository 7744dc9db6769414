// What a request may have to wait for: that the person signs in again, that they prove who they
// are, or that the service answers. The shell decides how each looks; here is only who waits.

/** How the shell takes a person through an interruption. Resolves to whether to ask again. */
export interface Interruptions {
  signIn(): Promise<boolean>
  stepUp(authenticationUrl: string): Promise<boolean>
}

let shell: Interruptions | undefined
const waiting = new Map<string, Promise<boolean>>()

/** The shell takes over interruptions; returns how it lets go again. */
export function takeInterruptions(interruptions: Interruptions): () => void {
  shell = interruptions
  return () => {
    if (shell === interruptions) shell = undefined
  }
}

/** Several requests that stop at the same time wait for one dialog. */
function once(kind: string, ask: () => Promise<boolean> | undefined): Promise<boolean> {
  const running = waiting.get(kind)
  if (running) return running
  const asked = (ask() ?? Promise.resolve(false)).finally(() => waiting.delete(kind))
  waiting.set(kind, asked)
  return asked
}

/** Waits until the person has signed in again; `false`: they did not. */
export const waitForSignIn = (): Promise<boolean> => once('sign-in', () => shell?.signIn())

/** Waits until the person has proven again who they are; `false`: they did not. */
export const waitForStepUp = (authenticationUrl: string): Promise<boolean> =>
  once('step-up', () => shell?.stepUp(authenticationUrl))

/** Requests that wait for the service at the moment. */
let unanswered = 0
const listeners = new Set<() => void>()

/** Whether requests wait because the service does not answer (a store for React). */
export const outage = {
  isOn: (): boolean => unanswered > 0,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** Counts a request that waits for the service; returns how it ends waiting. */
export function beginWaiting(): () => void {
  unanswered++
  for (const listener of listeners) listener()
  let over = false
  return () => {
    if (over) return
    over = true
    unanswered--
    for (const listener of listeners) listener()
  }
}
