// Plain workerd without wrangler or miniflare around it, so that what is measured is the Worker
// alone. Its D1 is another process (database.ts): what the database does is not the Worker's CPU
// time.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { KV_SERVICE, type ServedBindings, writeConfig } from './workerd-config.ts'

export interface ServedWorker {
  readonly origin: string
  /** Milliseconds from the start of the process to the first answer. */
  readonly startMs: number
  /**
   * CPU time of the process until now, in milliseconds: every thread, user and system, and ended
   * children.
   */
  cpuMs(): number
  stop(): Promise<void>
}

export interface ServeInput extends ServedBindings {
  readonly folder: string
  /** The bundle, inside `folder`. */
  readonly bundle: string
  /** Further modules of it, which it imports by their names. */
  readonly chunks?: readonly string[]
  readonly port: number
  /** The path that answers 200 when the Worker is ready. */
  readonly probe: string
}

/** The kernel's clock ticks in a second, as `getconf CLK_TCK` gives them on every Linux. */
const TICKS_PER_SECOND = 100
/** utime, stime, cutime and cstime, counted from the state that follows the name (proc(5)). */
const CPU_FIELDS = [11, 12, 13, 14]

/** Serves a bundle on loopback. */
export async function serve(input: ServeInput): Promise<ServedWorker> {
  const { folder, port, probe } = input
  mkdirSync(path.join(folder, 'objects'), { recursive: true })
  writeFileSync(path.join(folder, 'kv.js'), KV_SERVICE)
  const config = path.join(folder, `${path.basename(input.bundle, '.js')}.capnp`)
  writeFileSync(config, writeConfig(input))
  // Resolved from wrangler, whose workerd the tests run on, too.
  const wrangler = createRequire(import.meta.resolve('wrangler/package.json'))
  const binary = wrangler.resolve('workerd/bin/workerd')
  const started = performance.now()
  const child = spawn(binary, ['serve', config], { stdio: ['ignore', 'inherit', 'inherit'] })
  const origin = `http://localhost:${port}`
  await waitForAnswer(`${origin}${probe}`, child)
  const startMs = performance.now() - started
  return { origin, startMs, cpuMs: () => readCpuMs(child), stop: () => stop(child) }
}

async function waitForAnswer(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  throw new Error('workerd ended before it answered')
}

function readCpuMs({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the process may hold spaces and ends with the last parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = CPU_FIELDS.reduce((sum, field) => sum + Number(fields[field]), 0)
  return (ticks * 1000) / TICKS_PER_SECOND
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill()
  })
}
