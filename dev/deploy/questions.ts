// What only the operator can know. Without a terminal nothing is asked: the answer is an option
// that is missing.

import { createInterface } from 'node:readline/promises'
import { Mistake } from './mistake.ts'
import { isJurisdiction, isOrigin, JURISDICTIONS, type Jurisdiction } from './options.ts'

export interface Questions {
  askOrigin(): Promise<string>
  askJurisdiction(): Promise<Jurisdiction>
  /** Whether to go on. Without a terminal: yes. */
  confirm(question: string): Promise<boolean>
}

/** Asks at the terminal, or says which option is missing. */
export const createQuestions = (interactive: boolean): Questions => ({
  async askOrigin() {
    if (!interactive)
      throw new Mistake(
        'Say where people will reach this deployment: --origin https://sso.example.com, or --origin workers.dev.',
      )
    const text = await ask('Public address (https://sso.example.com, or workers.dev): ')
    if (isOrigin(text)) return text
    throw new Mistake(`${text} is no https address without a path, and not the word workers.dev.`)
  },
  async askJurisdiction() {
    // The database cannot be moved later, so nobody decides this by saying nothing.
    if (!interactive)
      throw new Mistake(
        `Say where D1 must keep its data: --jurisdiction ${JURISDICTIONS.join(', --jurisdiction ')}. It cannot be changed later.`,
      )
    const text = await ask('Where D1 must keep its data (none, eu, us, fedramp) [none]: ')
    const chosen = text === '' ? 'none' : text
    if (isJurisdiction(chosen)) return chosen
    throw new Mistake(`${chosen} is none of ${JURISDICTIONS.join(', ')}.`)
  },
  async confirm(question) {
    return !interactive || /^y(es)?$/i.test(await ask(`${question} [y/N] `))
  },
})

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return (await terminal.question(question)).trim()
  } finally {
    terminal.close()
  }
}
