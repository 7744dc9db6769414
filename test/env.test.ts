import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/env.ts'

describe('METADATA_PORTS', () => {
  const portsOf = (METADATA_PORTS: string) => {
    const read = readConfig({ ...env, METADATA_PORTS })
    return 'config' in read ? read.config.metadataPorts : read.mistakes
  }

  it('names ports, separated by white space', () => {
    expect(portsOf('')).toEqual([])
    expect(portsOf(' 9031\n8443 ')).toEqual([9031, 8443])
  })

  it.each(['0', '65536', '9031,8443', '-1', '1e3', '0x50', '9031 x', '1 '.repeat(21)])(
    'is refused when it is %j',
    (text) => {
      expect(portsOf(text)).toEqual([expect.stringMatching(/^METADATA_PORTS must be/)])
    },
  )
})
