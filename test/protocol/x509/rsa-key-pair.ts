// A fresh RSA-2048 pair, as an SSO key has one.

/** Generates an extractable RSASSA-PKCS1-v1_5 pair with SHA-256. */
export async function newRsaKeyPair() {
  const pair = await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  )
  if (!('privateKey' in pair)) throw new Error('generateKey makes a pair')
  return pair
}
