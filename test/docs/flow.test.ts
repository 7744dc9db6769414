// Pages that an auditor opens first. docs/flow.md numbers the steps of an admission, and the
// profile says beside each check which rule it is: both are held to the code.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { MESSAGE_CHECKS, PROFILE_CHECKS } from '../../src/protocol/saml/response/verify-response.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

interface Step {
  readonly number: number
  readonly name: string
  readonly file: string
}

/** The numbered items under a heading of flow.md: the first function that each links to. */
function documentedSteps(heading: string): readonly Step[] {
  const [, section = ''] = read('docs/flow.md').split(`\n${heading}\n`)
  const [text = ''] = section.split(/\n##+ /)
  const items = text.matchAll(/^(\d+)\. [^[]*\[`(\w+)`\]\(\.\.\/([^)]+)\)/gm)
  return [...items].map(([, number, name = '', file = '']) => ({
    number: Number(number),
    name,
    file,
  }))
}

/**
 * The functions that a function calls with the storage, one a line, besides those that end it
 * early.
 */
function stepsIn(file: string, name: string): readonly string[] {
  const [, after = ''] = read(file).split(`export function ${name}(`)
  const [body = ''] = after.split('\n}\n')
  return [...body.matchAll(/^ {2}(?:const \w+ = )?(\w+)\(sql,/gm)].map(([, step = '']) => step)
}

describe('the admission in flow.md', () => {
  const steps = documentedSteps('## 6. Admit: one call, one transaction')

  it('has the eight steps of the code, in its order', () => {
    expect(steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(steps.map(({ name }) => name)).toEqual(
      stepsIn('src/gate/admission/admission.ts', 'admit'),
    )
  })

  it.each(steps)('links step $number to the file of $name', ({ number, name, file }) => {
    const source = read(file)
    expect(source).toMatch(new RegExp(`^// Step ${number} of admission`))
    expect(source).toContain(`export function ${name}(`)
  })
})

describe('the authorization request in flow.md', () => {
  const steps = documentedSteps('### An application asks')

  it('has the steps of the code, in its order', () => {
    const [, whole = ''] = read('src/login/oauth2/authorize.ts').split(
      'export async function authorize(',
    )
    const [body = ''] = whole.split('\nconst refused')
    const at = steps.map(({ name }) => body.search(new RegExp(`\\b${name}\\b(?!:)`)))
    expect(steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(at).not.toContain(-1)
    expect(at).toEqual(at.toSorted((one, other) => one - other))
  })

  it('lists the checks of a request in their order', () => {
    const [, list = ''] = read('docs/flow.md').split('The checks of step 3, in the order of ')
    const [paragraph = ''] = list.split('\n\n')
    const documented = [...paragraph.matchAll(/`(check\w+)`/g)].map(([, name]) => name)
    const [, checks = ''] = read('src/protocol/oidc/authorization-checks.ts').split('] = [\n')
    expect(documented.length).toBeGreaterThan(5)
    const [listed = ''] = checks.split('\n]')
    expect(documented).toEqual(listed.match(/check\w+/g))
  })
})

describe('the profile of a response', () => {
  const FOLDER = 'src/protocol/saml/response'
  const listed = [
    ...read(`${FOLDER}/verify-response.ts`).matchAll(/^ {2}[A-Z]+\.\w+, \/\/ (R\d+)$/gm),
  ]

  it('says beside each check which rule it is', () => {
    const checks = [...MESSAGE_CHECKS, ...PROFILE_CHECKS]
    expect(listed.map(([, rule]) => rule)).toEqual(checks.map(({ rule }) => rule))
  })
})
