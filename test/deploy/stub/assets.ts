// Static assets' part of the stub: a manifest of hashes opens an upload, the files that the account
// does not have are handed over, and the last of them earns the token that a version names.

import { type Context, Hono } from 'hono'
import type { Account, AssetManifest } from './account.ts'
import { answer, Refused } from './refusal.ts'

const HASH = /^[0-9a-f]{32}$/

/** `/accounts/:account/workers/scripts`: begins an upload. */
export const assetSessions = (account: Account): Hono =>
  new Hono().post('/:script/assets-upload-session', async (c) => {
    const { manifest } = await c.req.json<{ manifest: AssetManifest }>()
    const files = Object.entries(manifest)
    for (const [path, { hash }] of files)
      if (!path.startsWith('/') || !HASH.test(hash))
        throw new Refused(400, 10_304, `The manifest entry ${path} is invalid`)
    const missing = files.map(([, { hash }]) => hash).filter((hash) => !account.files.has(hash))
    const jwt = issueToken(account, manifest)
    return answer(c, { jwt, buckets: missing.length > 0 ? [[...new Set(missing)]] : [] })
  })

/** `/accounts/:account/workers/assets`: takes files. Its credential is the token of the upload. */
export const assetUploads = (account: Account): Hono =>
  new Hono().post('/upload', async (c) => {
    const jwt = c.req.header('authorization')?.replace('Bearer ', '') ?? ''
    const manifest = manifestOf(account, jwt)
    const expected = new Set(Object.values(manifest).map(({ hash }) => hash))
    for (const [hash, file] of await readFiles(c)) {
      if (!expected.has(hash)) throw new Refused(400, 10_305, 'No such file in the manifest')
      account.files.set(hash, Buffer.from(await file.text(), 'base64'))
    }
    const isWhole = [...expected].every((hash) => account.files.has(hash))
    return answer(c, isWhole ? { jwt: issueToken(account, manifest) } : {})
  })

/** The manifest behind the token that an upload of a version names. */
export function manifestOf(account: Account, jwt: string): AssetManifest {
  const manifest = account.uploads.get(jwt)
  if (manifest === undefined) throw new Refused(401, 10_000, 'The assets token is invalid')
  return manifest
}

/** Refuses a version whose files have not all arrived. */
export function checkFiles(account: Account, manifest: AssetManifest): void {
  for (const [path, { hash }] of Object.entries(manifest))
    if (!account.files.has(hash)) throw new Refused(400, 10_306, `${path} was not uploaded`)
}

/** wrangler reads when it expires, and nothing else. */
function issueToken(account: Account, manifest: AssetManifest): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3600
  const jwt = `${part({ alg: 'none' })}.${part({ exp, jti: account.uploads.size })}.`
  account.uploads.set(jwt, manifest)
  return jwt
}

async function readFiles(c: Context): Promise<readonly (readonly [string, File])[]> {
  const form = await c.req.raw.formData()
  return [...form].flatMap(([hash, file]) => (typeof file === 'string' ? [] : [[hash, file]]))
}
