// Child processes that never outlive us: each leads its own process group, and the whole group is
// ended.

import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'

const GRACE_MS = 5_000

export interface Child {
  /** Resolves when the process has ended by itself or was ended. */
  readonly ended: Promise<void>
  /** Ends the process and everything that it started; resolves when all of it is gone. */
  stop(): Promise<void>
}

export interface ChildInput {
  readonly script: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Where its output goes. */
  readonly log: string
}

/** Starts a Node script in the background. */
export function startChild(input: ChildInput): Child {
  const log = createWriteStream(input.log, { flags: 'a' })
  const child = spawn(process.execPath, [input.script, ...input.args], {
    env: input.env,
    // A group of its own: Ctrl-C reaches us alone, and we end it in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject).once('exit', () => resolve())
  })
  return { ended, stop: () => stopGroup(child) }
}

/**
 * Runs a Node script to its end and returns what it printed; throws with the output when it fails.
 */
export async function runScript(input: Omit<ChildInput, 'log'>): Promise<string> {
  const child = spawn(process.execPath, [input.script, ...input.args], {
    env: input.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => child.kill()
  process.once('exit', kill)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  }).finally(() => process.off('exit', kill))
  if (code !== 0) throw new Error(output.trim() || `${input.script} ended with code ${code}`)
  return output
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const group = child.pid
  if (group === undefined) return
  const until = Date.now() + GRACE_MS
  signal(group, 'SIGTERM')
  // The leader may be gone before its children: wait for the group, not for the process.
  while (signal(group, 0)) {
    if (Date.now() > until) signal(group, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Signals a process group; false when there is nobody left in it. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name)
  } catch {
    return false
  }
}
