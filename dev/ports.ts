// Ports on loopback: whether one is free, and which ones are.

import { createServer } from 'node:net'

/** Tells whether nobody listens on a port, on either loopback address. */
export async function isPortFree(port: number): Promise<boolean> {
  const free = await Promise.all(['127.0.0.1', '::1'].map((host) => canListen(port, host)))
  return free.every(Boolean)
}

/** Finds ports that nobody listens on at this moment. */
export const findFreePorts = (count: number): Promise<readonly number[]> =>
  Promise.all(Array.from({ length: count }, findFreePort))

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 has nobody listening there either.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : undefined
      server.close(() =>
        port === undefined ? reject(new Error('No port was given.')) : resolve(port),
      )
    })
  })
}
