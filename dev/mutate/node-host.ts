// A host in a thread of its own: the core is pure, so that its tests leave nothing behind that the
// next ones could trip over.

import { Worker } from 'node:worker_threads'
import { brokenReport, type Order, type Report, type StartHost } from './order.ts'

/** Starts a thread with these test files loaded. */
export const startNodeHost: StartHost = async (files, mutant) => {
  const url = new URL('./thread.ts', import.meta.url)
  const worker = new Worker(url, { workerData: { files, mutant } })
  let settle: (report: unknown) => void = () => undefined
  worker.on('message', (report) => settle(report))
  // A fault outside of a test fails whatever was running, as it does in vitest.
  worker.on('error', (fault) => settle(brokenReport(String(fault))))
  const answer = () =>
    new Promise<unknown>((resolve) => {
      settle = resolve
    })
  await answer()
  return {
    run: async (order: Order, timeoutMs: number) => {
      const answered = answer()
      worker.postMessage(order)
      return within(answered as Promise<Report>, timeoutMs)
    },
    stop: async () => {
      await worker.terminate()
    },
  }
}

/** What a promise yields in time; undefined if it does not. */
export async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), timeoutMs)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
