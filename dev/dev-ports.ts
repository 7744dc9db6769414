// Which ports `npm run dev` opens: four in a row, or each one by name. Everything that is wrong
// with them is said at once.

import { isPortFree } from './ports.ts'

/** The parts that listen, in the order of their ports. */
export const PARTS = ['worker', 'idp', 'app', 'dns'] as const
export type Ports = Readonly<Record<(typeof PARTS)[number], number>>

/** The first of the four ports, unless another is asked for. */
export const DEFAULT_BASE = 8787
const HIGHEST = 65_535
/** How many rows of four ports a proposal may be away. */
const MAX_ROWS = 500

/** The options of the command line, as text. */
export interface PortOptions {
  readonly 'port-base'?: string | undefined
  readonly port?: string | undefined
  readonly 'idp-port'?: string | undefined
  readonly 'app-port'?: string | undefined
  readonly 'dns-port'?: string | undefined
}

const OPTION = { worker: 'port', idp: 'idp-port', app: 'app-port', dns: 'dns-port' } as const

/** Reads the four ports, or returns every mistake in the options. */
export function readPorts(
  options: PortOptions,
): { readonly ports: Ports } | { readonly mistakes: readonly string[] } {
  const mistakes: string[] = []
  const read = (option: keyof PortOptions, text: string, highest: number): number => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
    if (port < 1 || port > highest)
      mistakes.push(`--${option} must be a port number from 1 to ${highest}, not ${text}.`)
    return port
  }
  const base = read(
    'port-base',
    options['port-base'] ?? `${DEFAULT_BASE}`,
    HIGHEST - PARTS.length + 1,
  )
  const portOf = (part: keyof Ports): number => {
    const text = options[OPTION[part]]
    return text === undefined ? base + PARTS.indexOf(part) : read(OPTION[part], text, HIGHEST)
  }
  const ports = {
    worker: portOf('worker'),
    idp: portOf('idp'),
    app: portOf('app'),
    dns: portOf('dns'),
  }
  if (mistakes.length === 0 && new Set(Object.values(ports)).size < PARTS.length)
    mistakes.push('The four ports must differ.')
  return mistakes.length === 0 ? { ports } : { mistakes }
}

/**
 * Names every port that somebody else listens on, and one option that moves all four. `undefined`
 * if all are free.
 */
export async function describeBusyPorts(
  ports: Ports,
  isFree: (port: number) => Promise<boolean> = isPortFree,
): Promise<string | undefined> {
  const free = await Promise.all(PARTS.map((part) => isFree(ports[part])))
  const busy = PARTS.filter((_, at) => !free[at])
  if (busy.length === 0) return undefined
  const list = busy.map((part) => `  ${ports[part]}  (--${OPTION[part]})`).join('\n')
  const heading = busy.length === 1 ? 'This port is taken:' : 'These ports are taken:'
  const base = await findFreeBase(ports.worker, isFree)
  const way =
    base === undefined ? 'npm run dev -- --port-base N' : `npm run dev -- --port-base ${base}`
  return `${heading}\n${list}\nMove all four with one option: ${way}`
}

async function findFreeBase(
  from: number,
  isFree: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  for (let row = 1; row <= MAX_ROWS; row++) {
    const base = from + row * 10
    if (base + PARTS.length - 1 > HIGHEST) return undefined
    const free = await Promise.all(PARTS.map((_, at) => isFree(base + at)))
    if (free.every(Boolean)) return base
  }
  return undefined
}
