// Linear time: messages of one worst shape each, from 16 to 255 KiB, beside an ordinary one. What
// counts is the time per byte. `node bench/linear-time.ts` prints the curve.

import { makeDocument, type VerifyDocument } from './verify/documents.ts'
import { cpuClock } from './verify/measure.ts'
import { OURS } from './verify/ours.ts'
import { type Rounds, takeTurns } from './verify/take-turns.ts'

/** The largest is what the reader takes, less the message around it. */
const KIB = [16, 64, 128, 250] as const
const ROUNDS: Rounds = { rounds: 7, turnMs: 20, warmUpMs: 300, warmUpRuns: 100 }

export interface LinearTimeResult {
  readonly shape: string
  readonly kib: number
  readonly nanosecondsPerByte: number
  /** By the time per byte of an ordinary message. */
  readonly timesOrdinary: number
}

/**
 * One piece of each shape, canonical; a piece stands inside an AttributeValue and is repeated until
 * the size is reached.
 */
const SHAPES: Readonly<Record<string, (n: number) => string>> = {
  deep: () => '<deeper>'.repeat(50) + '</deeper>'.repeat(50),
  wide: () => '<wide>text</wide>',
  'many attributes': () =>
    `<a${Array.from({ length: 60 }, (_, i) => ` a${String(i).padStart(2, '0')}="v"`).join('')}></a>`,
  'many namespaces': (n) => {
    const prefix = `n${n % 390}`
    return `<${prefix}:a xmlns:${prefix}="urn:x:${n % 390}"></${prefix}:a>`
  },
  'many names': (n) => `<name${n}></name${n}>`,
  'many ids': (n) => `<element Id="_${n}"></element>`,
  'long text': () => 'An honest sentence, sixty-four bytes long: the quick brown foxes. ',
  'escaped text': () => '&amp;&lt;',
}

/** Measures every shape at every size, in CPU time of this process. */
export async function measureLinearTime(rounds = ROUNDS): Promise<readonly LinearTimeResult[]> {
  const ordinary = await nanosecondsPerByte(await makeDocument('ordinary', {}), rounds)
  const results = [{ shape: 'ordinary', kib: 4, nanosecondsPerByte: ordinary, timesOrdinary: 1 }]
  for (const [shape, piece] of Object.entries(SHAPES))
    for (const kib of KIB) {
      const document = await makeDocument(shape, { attributes: { x: [fill(piece, kib * 1024)] } })
      const time = await nanosecondsPerByte(document, rounds)
      results.push({ shape, kib, nanosecondsPerByte: time, timesOrdinary: time / ordinary })
    }
  return results
}

function fill(piece: (n: number) => string, bytes: number): string {
  let text = ''
  for (let n = 0; ; n++) {
    const next = piece(n)
    if (text.length + next.length > bytes) return text
    text += next
  }
}

async function nanosecondsPerByte(document: VerifyDocument, rounds: Rounds): Promise<number> {
  const [ours] = await takeTurns([OURS], document, rounds, cpuClock)
  if (ours?.microseconds === undefined) throw new Error(`${document.name}: ${ours?.failure}`)
  return (ours.microseconds * 1000) / document.bytes
}

/** The curve as lines for people. */
export function describeLinearTime(results: readonly LinearTimeResult[]): string {
  const rows = results.map(
    ({ shape, kib, nanosecondsPerByte, timesOrdinary }) =>
      `| ${shape} | ${kib} | ${nanosecondsPerByte.toFixed(1)} | ${timesOrdinary.toFixed(2)} |`,
  )
  return ['| shape | KiB | ns per byte | by an ordinary one |', '|---|---|---|---|', ...rows].join(
    '\n',
  )
}

if (process.argv[1] === import.meta.filename)
  console.log(describeLinearTime(await measureLinearTime()))
