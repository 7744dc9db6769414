// Everything that is measured, in one run: `npm run bench`. Tables for people, bench/results.json
// for machines; docs/performance.md says what they mean. With `--check` everything runs once and
// nothing is measured: does it still work?

import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { checkBench } from './check.ts'
import { describeHttp, HTTP_SIZE, measureHttp } from './http.ts'
import { describeLinearTime, measureLinearTime } from './linear-time.ts'
import { describeMetadata, measureMetadata } from './metadata.ts'
import { makeDocuments } from './verify/documents.ts'
import {
  type DocumentResult,
  measureInNode,
  measureInWorkerd,
  VERIFY_ROUNDS,
} from './verify/measure.ts'

const RESULTS = path.join(import.meta.dirname, 'results.json')

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
await (options.check ? checkBench() : measureAll())

async function measureAll(): Promise<void> {
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version }
  const documents = await makeDocuments()
  const node = await measureInNode(documents, VERIFY_ROUNDS)
  print('Node, CPU time', node)
  const workerd = await measureInWorkerd(documents, VERIFY_ROUNDS)
  print('workerd', workerd)
  const linearTime = await measureLinearTime()
  console.log(describeLinearTime(linearTime))
  const metadata = await measureMetadata()
  console.log(describeMetadata(metadata))
  const http = await measureHttp(HTTP_SIZE)
  console.log(describeHttp(http))
  const results = { machine, verify: { node, workerd }, linearTime, metadata, http }
  writeFileSync(RESULTS, `${JSON.stringify(results, rounded, 2)}\n`)
}

function print(platform: string, results: readonly DocumentResult[]): void {
  for (const { document, bytes, results: measured } of results) {
    console.log(`\n${platform}: ${document}, ${bytes} bytes`)
    for (const { name, microseconds, timesFirst, failure } of measured)
      console.log(
        microseconds === undefined
          ? `  ${name.padEnd(12)} does not run: ${failure}`
          : `  ${name.padEnd(12)} ${microseconds.toFixed(0).padStart(7)} µs ${(timesFirst ?? 0).toFixed(2).padStart(7)} x`,
      )
  }
}

/** Three digits are more than such measurements have. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(3)) : value
}
