// Verifies a call of edge-sso's: the signature of Standard Webhooks, over the bytes as they came.
// Use this for webhooks, too.

const LONGEST_BODY = 64 * 1024
const MOST_SECONDS_OFF = 300

/** The body, or `undefined` if nobody who has the secret sent it just now. */
export async function verifyCall(request: Request, secret: string): Promise<string | undefined> {
  const id = request.headers.get('webhook-id')
  const timestamp = request.headers.get('webhook-timestamp')
  const signatures = request.headers.get('webhook-signature')
  if (request.method !== 'POST' || !id || !timestamp || !signatures) return undefined
  // An old call is a copy that somebody kept.
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < MOST_SECONDS_OFF)) return undefined
  if (Number(request.headers.get('content-length')) > LONGEST_BODY) return undefined
  const body = await request.text()
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOf(secret.replace(/^whsec_/, '')),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  for (const signature of signatures.split(' ')) {
    const [version, value = ''] = signature.split(',')
    // `verify` compares in constant time.
    if (version === 'v1' && (await crypto.subtle.verify('HMAC', key, bytesOf(value), signed)))
      return body
  }
  return undefined
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
