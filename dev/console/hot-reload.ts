// `npm run console`: the console from its sources, reloaded as they change, in front of a Worker
// that `npm run dev` has started. Everything but the console's own files comes from that Worker.

import { parseArgs } from 'node:util'
import { createServer } from 'vite'
import { bold, dim } from '../steps.ts'
import { consoleConfig } from './vite-config.ts'

const USAGE = `npm run console -- [options]

  --worker 8787   port of the Worker that \`npm run dev\` has started
  --port 5173     port of the console
  --help          this text`

const { values: options } = parseArgs({
  options: {
    worker: { type: 'string', default: '8787' },
    port: { type: 'string', default: '5173' },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) console.log(USAGE)
else await serve(`http://localhost:${options.worker}`, Number(options.port))

async function serve(target: string, port: number): Promise<void> {
  const server = await createServer({
    ...consoleConfig(),
    server: {
      host: 'localhost',
      port,
      strictPort: true,
      proxy: {
        // Cookies do not know ports. The Worker checks Host and Origin, so it gets its own.
        '^/(?!console/)': { target, changeOrigin: true, headers: { Origin: target } },
      },
    },
  })
  await server.listen()
  console.log(
    `\n  ${bold('Console')}  http://localhost:${port}/console/  ${dim(`(API: ${target})`)}`,
  )
}
