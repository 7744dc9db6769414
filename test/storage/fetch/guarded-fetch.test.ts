import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMetadataFetch } from '../../../src/storage/fetch/guarded-fetch.ts'

const OWN = [
  'https://sso.example.com',
  'https://login.customer.example:8443',
  'http://localhost:8787',
]
const URL_OK = 'https://idp.example.com/metadata'
const MIB = 1024 * 1024

const fetchMetadata = createMetadataFetch({ ownOrigins: OWN, allowLoopback: false })
const fetchWithLoopback = createMetadataFetch({ ownOrigins: OWN, allowLoopback: true })

/** What the outside answers; the outside is not a binding. */
const answer = (response: () => Response | Promise<Response>) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => response())

const refused = (refusal: unknown) => ({ ok: false, refusal })

/** A body of one MiB for each pull, without end. */
function endless() {
  let pulled = 0
  let cancelled = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1
      controller.enqueue(new Uint8Array(MIB).fill(0x20))
    },
    cancel() {
      cancelled = true
    },
  })
  return { body, seen: () => ({ pulled, cancelled }) }
}

describe('further ports', () => {
  const withPorts = createMetadataFetch({ ownOrigins: OWN, allowLoopback: false, ports: [9031] })

  it('are read only if the operator allows them', async () => {
    answer(() => new Response('<md/>'))
    expect(await withPorts('https://idp.example.com:9031/pf/metadata')).toMatchObject({ ok: true })
    expect(await fetchMetadata('https://idp.example.com:9031/pf/metadata')).toEqual(
      refused({
        code: 'fetch_url_forbidden',
        expected: 'https, a public host by name, port 443',
        got: 'port 9031',
      }),
    )
    expect(await withPorts('https://idp.example.com:8443/')).toEqual(
      refused({
        code: 'fetch_url_forbidden',
        expected: 'https, a public host by name, port 443 or 9031',
        got: 'port 8443',
      }),
    )
  })

  it.each([
    'http://idp.example.com:9031/',
    'https://127.0.0.1:9031/',
    'https://2130706433:9031/',
    'https://[::1]:9031/',
    'https://localhost:9031/',
    'https://idp.internal:9031/',
    'https://sso.example.com:9031/',
    'https://user@idp.example.com:9031/',
  ])('open nothing else (R45): %s', async (url) => {
    expect(await withPorts(url)).toMatchObject(refused({ code: 'fetch_url_forbidden' }))
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('which URLs are fetched (R45)', () => {
  it.each([
    URL_OK,
    'https://IDP.Example.COM/metadata?tenant=a',
    'https://idp.example.com:443/',
    'https://xn--bcher-kva.example/saml',
    'https://bücher.example/saml',
    'https://a.b.c.d.example.co.uk/',
    'https://1.2.3.4.example/',
    'https://internal.example.com/',
  ])('fetches %s', async (url) => {
    const spy = answer(() => new Response('<md/>'))
    expect(await fetchMetadata(url)).toEqual({ ok: true, value: '<md/>' })
    expect(spy).toHaveBeenCalledOnce()
  })

  it.each([
    ['http', 'http://idp.example.com/'],
    ['another scheme', 'ftp://idp.example.com/'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/xml,<a/>'],
    ['another port', 'https://idp.example.com:8443/'],
    ['a user in the URL', 'https://admin@idp.example.com/'],
    ['a password in the URL', 'https://:pw@idp.example.com/'],
    ['IPv4', 'https://10.0.0.1/'],
    ['IPv4, public', 'https://93.184.216.34/'],
    ['IPv4, decimal', 'https://2130706433/'],
    ['IPv4, octal', 'https://0177.0.0.1/'],
    ['IPv4, hexadecimal', 'https://0x7f.1/'],
    ['IPv4, short', 'https://127.1/'],
    ['IPv4 in full-width digits', 'https://１２７.０.０.１/'],
    ['IPv4 with a final dot', 'https://127.0.0.1./'],
    ['IPv6', 'https://[::1]/'],
    ['IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['the link-local metadata address', 'https://169.254.169.254/latest/'],
    ['one label', 'https://intranet/'],
    ['localhost', 'https://localhost/'],
    ['a name under localhost', 'https://idp.localhost/'],
    ['a name under local', 'https://printer.local/'],
    ['a name under internal', 'https://metadata.google.internal/'],
    ['a name of the home network', 'https://nas.home.arpa/'],
    ...[
      ...['test', 'invalid', 'onion', 'alt', 'intranet', 'private', 'corp', 'home', 'lan', 'mail'],
      ...['1.168.192.in-addr.arpa', 'svc', 'default.svc.cluster.local', 'consul', 'localdomain'],
    ].map((zone) => [`a name of the zone ${zone}`, `https://idp.${zone}/`]),
    ['an internal name in capitals and full width', 'https://idp.ＣＯＲＰ/'],
    ['a final dot', 'https://idp.example.com./'],
    ['an internal name with a final dot', 'https://metadata.google.internal./'],
    ['our own origin', 'https://sso.example.com/sso/x'],
    ['our own origin in capitals', 'https://SSO.example.com/'],
    ['our own host behind another port', 'https://login.customer.example/'],
    ['no URL', 'idp.example.com/metadata'],
    ['nothing', ''],
    ['a URL of more than 2,048 characters', `https://idp.example.com/${'a'.repeat(2048)}`],
    ['loopback', 'http://127.0.0.1:9000/'],
  ])('refuses %s without asking anyone', async (_, url) => {
    const spy = answer(() => new Response('<md/>'))
    expect(await fetchMetadata(url)).toMatchObject(refused({ code: 'fetch_url_forbidden' }))
    expect(spy).not.toHaveBeenCalled()
  })

  it.each(['http://127.0.0.1:9000/metadata', 'http://localhost:9000/metadata'])(
    'fetches %s in development',
    async (url) => {
      answer(() => new Response('<md/>'))
      expect(await fetchWithLoopback(url)).toEqual({ ok: true, value: '<md/>' })
    },
  )

  it.each([
    'http://localhost:8787/sso/x/saml/metadata',
    'http://127.0.0.2:9000/',
    'http://[::1]:9000/',
    'http://127.0.0.1/',
    'https://127.0.0.1:9000/',
    'http://idp.example.com:9000/',
    'http://10.0.0.1:9000/',
  ])('refuses %s in development too', async (url) => {
    const spy = answer(() => new Response('<md/>'))
    expect(await fetchWithLoopback(url)).toMatchObject(refused({ code: 'fetch_url_forbidden' }))
    expect(spy).not.toHaveBeenCalled()
  })
})

describe('what an answer may be (R45)', () => {
  it('is asked for without credentials, redirects by hand, within 5 seconds', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    const spy = answer(() => new Response('<md/>'))
    await fetchMetadata(URL_OK)
    expect(timeout).toHaveBeenCalledWith(5000)
    const [url, init] = spy.mock.calls[0] ?? []
    expect(String(url)).toBe(URL_OK)
    expect(init).toEqual({
      headers: { accept: 'application/samlmetadata+xml, application/xml, text/xml' },
      redirect: 'manual',
      signal: expect.any(AbortSignal),
    })
  })

  it.each([301, 302, 303, 307, 308])(
    'is no redirect (%i); the target is named without its query',
    async (status) => {
      answer(
        () => new Response(null, { status, headers: { location: 'http://10.0.0.1/x?token=1#f' } }),
      )
      expect(await fetchMetadata(URL_OK)).toEqual(
        refused({ code: 'fetch_redirected', got: 'http://10.0.0.1/x' }),
      )
    },
  )

  it.each([201, 204, 304, 401, 404, 500])('is no status %i', async (status) => {
    answer(() => new Response(null, { status }))
    const code =
      status === 304
        ? { code: 'fetch_redirected' }
        : { code: 'fetch_status', expected: 200, got: status }
    expect(await fetchMetadata(URL_OK)).toEqual(refused(code))
  })

  it('is at most 2 MiB by its own account, and is not read otherwise', async () => {
    const { body, seen } = endless()
    answer(() => new Response(body, { headers: { 'content-length': String(2 * MIB + 1) } }))
    expect(await fetchMetadata(URL_OK)).toEqual(
      refused({ code: 'fetch_too_large', expected: 2 * MIB, got: 2 * MIB + 1 }),
    )
    expect(seen().cancelled).toBe(true)
  })

  it('is at most 2 MiB when counted, whatever it says; reading stops there', async () => {
    const { body, seen } = endless()
    answer(() => new Response(body))
    expect(await fetchMetadata(URL_OK)).toEqual(
      refused({ code: 'fetch_too_large', expected: 2 * MIB }),
    )
    expect(seen().cancelled).toBe(true)
    expect(seen().pulled).toBeLessThan(6)
  })

  it('may be exactly 2 MiB', async () => {
    answer(() => new Response('a'.repeat(2 * MIB)))
    expect(await fetchMetadata(URL_OK)).toEqual({ ok: true, value: 'a'.repeat(2 * MIB) })
  })

  it('is UTF-8, a byte order mark left out', async () => {
    answer(() => new Response('\uFEFF<md>é</md>'))
    expect(await fetchMetadata(URL_OK)).toEqual({ ok: true, value: '<md>é</md>' })
    answer(() => new Response(Uint8Array.of(0x3c, 0xff, 0x3e)))
    expect(await fetchMetadata(URL_OK)).toEqual(refused({ code: 'fetch_not_text' }))
  })

  it('is UTF-16 if a byte order mark says so (XML 1.0 §4.3.3)', async () => {
    answer(() => new Response(Uint8Array.of(0xff, 0xfe, 0x3c, 0x00, 0x61, 0x00)))
    expect(await fetchMetadata(URL_OK)).toEqual({ ok: true, value: '<a' })
    answer(() => new Response(Uint8Array.of(0xfe, 0xff, 0x00, 0x3c, 0x00)))
    expect(await fetchMetadata(URL_OK)).toEqual(refused({ code: 'fetch_not_text' }))
  })

  it('comes at all', async () => {
    answer(() => Promise.reject(new TypeError('connection refused')))
    expect(await fetchMetadata(URL_OK)).toEqual(
      refused({ code: 'fetch_failed', got: 'no connection' }),
    )
  })

  it.each([
    ['DNS lookup failed.', 'no host of this name'],
    [
      "TLS peer's certificate is not trusted; reason = self signed",
      'a TLS certificate that is not trusted',
    ],
  ])('says what stood in the way: %s', async (message, got) => {
    answer(() => Promise.reject(new Error(message)))
    expect(await fetchMetadata(URL_OK)).toEqual(refused({ code: 'fetch_failed', got }))
  })

  it.each([
    [522, 'no connection'],
    [526, 'a TLS certificate that is not trusted'],
    [530, 'no host of this name'],
  ])('says what %i of Cloudflare means', async (status, got) => {
    answer(() => new Response('', { status }))
    expect(await fetchMetadata(URL_OK)).toEqual(refused({ code: 'fetch_failed', got }))
  })

  it('comes in time, to its last byte', async () => {
    // The deadline is 5 s; the test shortens the clock, not the code.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort())
    answer(() => Promise.reject(new DOMException('timed out', 'TimeoutError')))
    expect(await fetchMetadata(URL_OK)).toEqual(refused({ code: 'fetch_timeout', expected: 5000 }))
  })
})
