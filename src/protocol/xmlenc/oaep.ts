// EME-OAEP decoding (RFC 8017 §7.1.2) over a raw RSA result, for the pairs of hashes that WebCrypto
// does not know: it takes one hash for both. No branch and no index depends on the decrypted bytes
// before the verdict, which is one bit: whoever learned more could decrypt with it (Manger, CRYPTO
// 2001).

import { equalBytes } from '../bytes/equal.ts'
import type { Hash } from '../xmldsig/algorithms.ts'
import type { OaepScheme } from './algorithms.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** The message inside an encoded one; undefined when anything about it is wrong. */
export async function decodeOaep(encoded: Bytes, scheme: OaepScheme): Promise<Bytes | undefined> {
  const labelHash = await digest(scheme.digest, scheme.label)
  const size = labelHash.length
  // Of the key and the hash alone: no key of ours is too short for the longest hash.
  if (encoded.length < 2 * size + 2) return undefined
  const maskedSeed = encoded.subarray(1, 1 + size)
  const maskedBlock = encoded.subarray(1 + size)
  const seed = xor(maskedSeed, await mgf1(maskedBlock, size, scheme.mgf))
  const block = xor(maskedBlock, await mgf1(seed, maskedBlock.length, scheme.mgf))
  const { bad, start } = findMessage(block, size)
  const wrong = (encoded[0] ?? 0) | bad | Number(!equalBytes(block.subarray(0, size), labelHash))
  return wrong === 0 ? block.slice(start) : undefined
}

/** RFC 8017 appendix B.2.1. */
async function mgf1(seed: Bytes, length: number, hash: Hash): Promise<Bytes> {
  const mask = new Uint8Array(length)
  const input = new Uint8Array(seed.length + 4)
  input.set(seed)
  const counter = new DataView(input.buffer, seed.length)
  for (let at = 0, count = 0; at < length; count++) {
    counter.setUint32(0, count)
    const part = await digest(hash, input)
    mask.set(part.subarray(0, length - at), at)
    at += part.length
  }
  return mask
}

/**
 * Behind the label's hash: zeros, then a one, then the message. Looks at every byte, wherever the
 * one is; `bad` is 0 when it is there.
 */
function findMessage(block: Bytes, from: number): { readonly bad: number; readonly start: number } {
  let looking = 1
  let bad = 0
  let start = 0
  for (let at = from; at < block.length; at++) {
    const byte = block[at] ?? 0
    const isZero = isZeroByte(byte)
    const isOne = isZeroByte(byte ^ 1)
    const found = looking & isOne
    bad |= looking & (1 ^ isZero) & (1 ^ isOne)
    start |= -found & (at + 1)
    looking &= 1 ^ isOne
  }
  return { bad: bad | looking, start }
}

/** 1 for 0, else 0, without a comparison. */
const isZeroByte = (byte: number): number => ((byte - 1) >>> 31) & 1

function xor(a: Bytes, b: Bytes): Bytes {
  const both = new Uint8Array(a.length)
  for (let at = 0; at < a.length; at++) both[at] = (a[at] ?? 0) ^ (b[at] ?? 0)
  return both
}

const digest = async (hash: Hash, bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest(hash, bytes))
