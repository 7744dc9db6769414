// The whole of it on one machine: the Worker on `localhost`, the demo IdP and the demo application
// on `127.0.0.1`, so that the browser's way between them is truly cross-site.

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { createApp } from './app/app.ts'
import { PRODUCT } from './demo/names.ts'
import { createResolver } from './dns/resolver.ts'
import { createIdp } from './idp/idp.ts'
import { loadIdpKey } from './idp/keys.ts'
import type { KnownService } from './idp/known-service.ts'
import type { Lifetime } from './lifetime.ts'
import { createAuthenticator } from './mail/authenticator.ts'
import { createInbox, INBOX_SECRET } from './mail/inbox.ts'
import { readOperatorKey } from './secrets-file.ts'
import { type Seeded, seed } from './seed.ts'
import { step } from './steps.ts'
import { applyMigrations, startWorker, waitForWorker } from './worker.ts'

export interface StackInput {
  readonly ports: Readonly<Record<'worker' | 'idp' | 'app' | 'dns', number>>
  /** Keeps everything that a second run finds again. */
  readonly folder: string
  readonly secretsFile: string
}

export interface Stack {
  readonly workerOrigin: string
  readonly idpOrigin: string
  readonly appOrigin: string
  /**
   * Of the resolver: `PUT {dnsOrigin}/records/{name}` sets a TXT record. `{dnsOrigin}/mail` shows
   * who was written to.
   */
  readonly dnsOrigin: string
  readonly operatorKey: string
  readonly seeded: Seeded
  /** Resolves when the Worker has ended, asked or not. */
  readonly ended: Promise<void>
}

/** Starts everything and seeds the demo tenant; `lifetime` ends it. */
export async function startStack(input: StackInput, lifetime: Lifetime): Promise<Stack> {
  const { folder, secretsFile } = input
  const origins = {
    workerOrigin: `http://localhost:${input.ports.worker}`,
    idpOrigin: `http://127.0.0.1:${input.ports.idp}`,
    appOrigin: `http://127.0.0.1:${input.ports.app}`,
    dnsOrigin: `http://127.0.0.1:${input.ports.dns}`,
  }
  mkdirSync(folder, { recursive: true })
  const dnsResolver = `${origins.dnsOrigin}/dns-query`
  const delivery = { url: `${origins.dnsOrigin}/mail`, secret: INBOX_SECRET }
  const workerInput = { port: input.ports.worker, folder, secretsFile, dnsResolver, delivery }
  await step('The D1 migrations are applied', () => applyMigrations(workerInput))
  const services: KnownService[] = []
  await step('The demo IdP answers', async () => {
    const idp = await createIdp(origins.idpOrigin, await loadIdpKey(folder), () => services)
    await listen(idp, input.ports.idp, lifetime)
  })
  await step('The resolver and the mailbox answer', () => {
    const outside = createResolver(path.join(folder, 'dns.json'))
      .route('/', createInbox())
      .route('/', createAuthenticator())
    return listen(outside, input.ports.dns, lifetime)
  })
  const worker = await step('The Worker answers', async () => {
    const started = await startWorker(workerInput)
    lifetime.add(started.stop)
    await waitForWorker(started, workerInput)
    return started
  })
  const operatorKey = readOperatorKey(secretsFile)
  const seeded = await step('The demo tenant is set up and its connector tested', () =>
    seed({ ...origins, operatorKey, folder }),
  )
  const { entity_id: entityID, sign_on_url: acsUrl } = seeded.ssoKey
  services.push({ name: PRODUCT, entityID, acsUrl })
  await step('The demo application answers', async () => {
    const { clientId, clientSecret, ssoKey } = seeded
    const app = createApp({
      origin: origins.appOrigin,
      issuer: origins.workerOrigin,
      clientId,
      clientSecret,
      ssoId: ssoKey.id,
    })
    await listen(app, input.ports.app, lifetime)
  })
  return { ...origins, operatorKey, seeded, ended: worker.ended }
}

/** Serves a Hono application on 127.0.0.1 for the rest of the lifetime. */
export async function listen(app: Hono, port: number, lifetime: Lifetime): Promise<void> {
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () =>
      resolve(starting),
    )
    starting.once('error', reject)
  })
  lifetime.add(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  )
}
