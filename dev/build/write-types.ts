// `npm run types`: worker-configuration.d.ts from wrangler.toml. The types of the Durable Objects
// come from the sources, not from what is built of them.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runScript } from '../child.ts'
import { ROOT, WRANGLER } from '../worker.ts'

const BUILT = /^(main = .*|no_bundle = .*|rules = .*|\[build\]|command = .*|watch_dir = .*)$/gm

// Beside wrangler.toml, because paths of the types are relative to it.
const config = path.join(ROOT, '.wrangler.types.toml')
const types = path.join(ROOT, 'worker-configuration.d.ts')
const toml = readFileSync(path.join(ROOT, 'wrangler.toml'), 'utf8').replace(BUILT, '')
writeFileSync(config, `main = "src/index.ts"\n${toml}`)
try {
  const args = ['types', '--include-runtime=false', '--strict-vars=false', '--config', config]
  await runScript({ script: WRANGLER, args, env: process.env })
  const text = readFileSync(types, 'utf8')
  writeFileSync(types, text.replace(/ --config=\S+/, ''))
} finally {
  rmSync(config)
}
