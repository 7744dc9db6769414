// The ports of `npm run dev`: read together, judged together, moved together.

import { describe, expect, it } from 'vitest'
import { describeBusyPorts, readPorts } from '../../dev/dev-ports.ts'

const DEFAULTS = { worker: 8787, idp: 8788, app: 8789, dns: 8790 }

describe('the options', () => {
  it('are four ports in a row', () => {
    expect(readPorts({})).toEqual({ ports: DEFAULTS })
  })

  it('move all four with one option, and one of them by its own', () => {
    expect(readPorts({ 'port-base': '9000', 'app-port': '7000' })).toEqual({
      ports: { worker: 9000, idp: 9001, app: 7000, dns: 9003 },
    })
  })

  it('name every mistake at once', () => {
    expect(readPorts({ port: 'x', 'idp-port': '0', 'app-port': '65536' })).toEqual({
      mistakes: [
        '--port must be a port number from 1 to 65535, not x.',
        '--idp-port must be a port number from 1 to 65535, not 0.',
        '--app-port must be a port number from 1 to 65535, not 65536.',
      ],
    })
  })

  it.each(['65533', '1e4', '', '-1'])('refuse the base %j', (base) => {
    expect(readPorts({ 'port-base': base })).toEqual({
      mistakes: [`--port-base must be a port number from 1 to 65532, not ${base}.`],
    })
  })

  it('refuse one port for two parts', () => {
    expect(readPorts({ port: '9000', 'dns-port': '9000' })).toEqual({
      mistakes: ['The four ports must differ.'],
    })
  })
})

describe('ports that are taken', () => {
  const taken =
    (...ports: readonly number[]) =>
    async (port: number) =>
      !ports.includes(port)

  it('are none, and nothing is said', async () => {
    expect(await describeBusyPorts(DEFAULTS, taken())).toBeUndefined()
  })

  it('are named together, with a free row to move to', async () => {
    expect(await describeBusyPorts(DEFAULTS, taken(8787, 8788, 8790, 8798))).toBe(
      [
        'These ports are taken:',
        '  8787  (--port)',
        '  8788  (--idp-port)',
        '  8790  (--dns-port)',
        'Move all four with one option: npm run dev -- --port-base 8807',
      ].join('\n'),
    )
  })

  it('have no row left to move to near the end of the range', async () => {
    const ports = { worker: 65_530, idp: 65_531, app: 65_532, dns: 65_533 }
    expect(await describeBusyPorts(ports, taken(65_530))).toContain('--port-base N')
  })
})
