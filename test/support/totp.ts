// What an authenticator app shows, computed apart from the code that checks it (RFC 4226 §5.3, RFC
// 6238).

/** The code at a time, milliseconds since the epoch. */
export async function totpCode(secret: Uint8Array<ArrayBuffer>, at: number): Promise<string> {
  const step = new DataView(new ArrayBuffer(8))
  step.setBigUint64(0, BigInt(Math.floor(at / 30_000)))
  const algorithm = { name: 'HMAC', hash: 'SHA-1' }
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, step.buffer))
  const offset = mac.getUint8(19) & 15
  return String((mac.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The secret that a page shows for the keyboard (RFC 4648 §6). */
export function readTypedSecret(page: string): Uint8Array<ArrayBuffer> {
  const typed = /class="copy">([A-Z2-7 ]+)</.exec(page)?.[1]?.replaceAll(' ', '') ?? ''
  const bits = [...typed].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
  return Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
