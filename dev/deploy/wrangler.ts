// Runs the pinned wrangler without questions, and keeps its output for when it fails.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runScript } from '../child.ts'
import { messageOf } from '../steps.ts'
import { ROOT } from '../worker.ts'
import { Mistake } from './mistake.ts'

const SCRIPT = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
const MAX_OUTPUT_LENGTH = 4_000

/** Runs wrangler in the project's folder. Its standard output and errors are returned together. */
export function runWrangler(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return runScript({ script: SCRIPT, args, env: environment(env) }).catch((fault: unknown) => {
    const output = messageOf(fault)
    throw new Mistake(
      `\`wrangler ${args.slice(0, 3).join(' ')}\` has failed:\n${output.slice(-MAX_OUTPUT_LENGTH)}`,
    )
  })
}

/** The token that wrangler itself would use: of the environment, or of `wrangler login`. */
export async function readToken(env: NodeJS.ProcessEnv): Promise<string> {
  if (env.CLOUDFLARE_API_TOKEN) return env.CLOUDFLARE_API_TOKEN
  const output = await runScript({
    script: SCRIPT,
    args: ['auth', 'token', '--json'],
    env: environment(env),
  }).catch(() => '')
  const [, token] = /"token":\s*"([^"]+)"/.exec(output) ?? []
  if (token !== undefined) return token
  throw new Mistake(
    'You are not logged in. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN, and start again.',
  )
}

/** The version in use, which package.json pins. */
export const wranglerVersion = (): string =>
  JSON.parse(readFileSync(path.join(ROOT, 'node_modules/wrangler/package.json'), 'utf8')).version

/**
 * No questions, no reports, no update check. CI also keeps wrangler from writing ids into
 * configuration files. Secrets of the shell are left out: wrangler would take them for those of the
 * deployment.
 */
const environment = ({
  MASTER_KEY: _,
  MASTER_KEY_PREVIOUS: __,
  OPERATOR_KEY: ___,
  DELIVERY_SECRET: ____,
  ...env
}: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  CI: '1',
  NO_COLOR: '1',
  DO_NOT_TRACK: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: '1',
})
