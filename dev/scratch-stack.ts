// The stack of a scripted run: free ports, fresh data, nothing left behind.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Lifetime } from './lifetime.ts'
import { findFreePorts } from './ports.ts'
import { ensureSecretsFile } from './secrets-file.ts'
import { type Stack, startStack } from './stack.ts'

/** Starts and seeds a stack of its own in a temporary folder, which goes when the lifetime ends. */
export async function startScratchStack(lifetime: Lifetime): Promise<Stack> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-'))
  lifetime.add(async () => rmSync(folder, { recursive: true, force: true }))
  const [worker = 0, idp = 0, app = 0] = await findFreePorts(3)
  const secretsFile = path.join(folder, '.dev.vars')
  ensureSecretsFile(secretsFile)
  return startStack({ ports: { worker, idp, app }, folder, secretsFile }, lifetime)
}
