// The walls of the house as data: which room may use which. `npm run check` holds them.

/** A room, and the rooms whose files it may import. A room may always use itself. */
export interface Room {
  /** A folder, or a file, as a path from the root of the project. */
  readonly path: string
  readonly uses: readonly string[]
}

/** Small files at the top of `src` that everybody may use: they import nothing but one another. */
const WORDS = ['result', 'refusal', 'outage', 'delivery', 'defined'].map((name) => `src/${name}.ts`)
const CORE = 'src/protocol'
/** The core's rooms that know no protocol of their own. */
const TOOLS = ['bytes', 'sealing', 'passwords', 'second-factor', 'dns', 'x509'].map(
  (name) => `${CORE}/${name}`,
)
const XML = ['xml', 'xmldsig', 'xmlenc'].map((name) => `${CORE}/${name}`)

/** The wings of the gate from the top: a wing uses the ones that stand below it in this list. */
export const WINGS: readonly string[] = [
  'client',
  // The objects themselves, flat in the folder.
  '.',
  'queue',
  'commands',
  'admission',
  'credentials',
  'sessions',
  'connector-health',
  'enforcement',
  'outbox',
  'intents',
  'tables',
]

const GATE = 'src/gate'
const BELOW_GATE = [...WORDS, 'src/env.ts', 'src/storage', 'src/login', 'src/tenants', CORE]

const wingPath = (wing: string): string => (wing === '.' ? GATE : `${GATE}/${wing}`)

const wings: readonly Room[] = WINGS.map((wing, floor) => ({
  path: wingPath(wing),
  uses: [...WINGS.slice(floor + 1).map(wingPath), ...BELOW_GATE],
}))

const CONSOLE = 'src/console'
/** The console's rooms from the top: a room uses the ones that are named beside it. */
const consoleRooms: readonly Room[] = [
  { path: CONSOLE, uses: ['app', 'api', 'look'].map(inConsole) },
  { path: `${CONSOLE}/app`, uses: ['screens', 'parts', 'api', 'look'].map(inConsole) },
  { path: `${CONSOLE}/screens`, uses: ['parts', 'api', 'guides'].map(inConsole) },
  { path: `${CONSOLE}/parts`, uses: [`${CONSOLE}/look`] },
  ...['api', 'guides', 'look'].map((room) => ({ path: inConsole(room), uses: [] })),
]

function inConsole(room: string): string {
  return `${CONSOLE}/${room}`
}

/** Every room of `src`. The most precise path that fits a file is its room. */
export const ROOMS: readonly Room[] = [
  { path: 'src', uses: ['src'] },
  ...WORDS.map((path) => ({ path, uses: WORDS })),
  { path: 'src/env.ts', uses: [...WORDS, 'src/tenants', CORE] },
  { path: 'src/http', uses: [...WORDS, 'src/env.ts', 'src/login', 'src/tenants', CORE] },
  { path: 'src/schedule', uses: [...WORDS, 'src/env.ts', 'src/login', 'src/tenants', CORE] },
  ...wings,
  ...consoleRooms,
  { path: 'src/storage', uses: [...WORDS, 'src/env.ts', 'src/login', 'src/tenants', CORE] },
  { path: 'src/login', uses: [...WORDS, 'src/env.ts', 'src/tenants', CORE] },
  { path: 'src/tenants', uses: [...WORDS, CORE] },
  // SAML knows nothing of OpenID Connect, nor the other way round; what both stand on knows
  // neither.
  { path: CORE, uses: WORDS },
  { path: `${CORE}/saml`, uses: [...WORDS, ...TOOLS, ...XML] },
  { path: `${CORE}/oidc`, uses: [...WORDS, ...TOOLS] },
  ...XML.map((path) => ({ path, uses: [...WORDS, ...TOOLS, ...XML] })),
  ...TOOLS.map((path) => ({ path, uses: [...WORDS, ...TOOLS] })),
]
