// The stack of a scripted run: free ports, fresh data, nothing left behind.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Lifetime } from './lifetime.ts'
import { findFreePorts } from './ports.ts'
import { ensureSecretsFile, readOperatorKey } from './secrets-file.ts'
import { type Stack, startStack } from './stack.ts'
import { applyMigrations, startWorker, waitForWorker } from './worker.ts'

/** Starts and seeds a stack of its own in a temporary folder, which goes when the lifetime ends. */
export async function startScratchStack(lifetime: Lifetime): Promise<Stack> {
  const { folder, secretsFile } = makeFolder(lifetime)
  const [worker = 0, idp = 0, app = 0, dns = 0] = await findFreePorts(4)
  return startStack({ ports: { worker, idp, app, dns }, folder, secretsFile }, lifetime)
}

/** Starts the Worker alone, in the same way, with nothing in it. */
export async function startEmptyDeployment(
  lifetime: Lifetime,
): Promise<{ readonly origin: string; readonly operatorKey: string }> {
  const made = makeFolder(lifetime)
  const [port = 0] = await findFreePorts(1)
  const input = { ...made, port }
  await applyMigrations(input)
  const worker = await startWorker(input)
  lifetime.add(worker.stop)
  await waitForWorker(worker, input)
  return { origin: `http://localhost:${port}`, operatorKey: readOperatorKey(made.secretsFile) }
}

function makeFolder(lifetime: Lifetime) {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-'))
  lifetime.add(async () => rmSync(folder, { recursive: true, force: true }))
  const secretsFile = path.join(folder, '.dev.vars')
  ensureSecretsFile(secretsFile)
  return { folder, secretsFile }
}
