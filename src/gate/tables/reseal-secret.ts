// One secret at rest, after MASTER_KEY was rotated: sealed anew if it still needs the previous key
// to open (I8).

import type { KeyRing, SealUse } from '../../protocol/sealing/keyring.ts'

/** What a seal is bound to. */
export interface SealBinding {
  readonly use: SealUse
  readonly record: string
}

export type Resealed = { readonly text: string } | 'present' | 'unreadable'

/** Both master keys, and the present one alone. */
export interface ResealKeys {
  readonly keyring: Pick<KeyRing, 'seal' | 'open'>
  /** Opens what is sealed under the present master key, and nothing from before. */
  readonly currentKeyring: Pick<KeyRing, 'open'>
}

/**
 * Seals a secret under the present master key, unless it is (`present`), or neither key opens it.
 */
export async function resealSecret(
  { keyring, currentKeyring }: ResealKeys,
  { use, record }: SealBinding,
  sealed: string,
): Promise<Resealed> {
  if ((await currentKeyring.open(use, record, sealed)) !== undefined) return 'present'
  const plain = await keyring.open(use, record, sealed)
  return plain === undefined ? 'unreadable' : { text: await keyring.seal(use, record, plain) }
}

/** How many secrets were sealed anew, and how many nothing opens. */
export interface ResealCount {
  resealed: number
  unreadable: number
}

/** Counts what became of a secret; the new text where it was sealed anew. */
export function countResealed(counted: ResealCount, resealed: Resealed): string | undefined {
  if (resealed === 'present') return undefined
  if (resealed === 'unreadable') {
    counted.unreadable++
    return undefined
  }
  counted.resealed++
  return resealed.text
}
