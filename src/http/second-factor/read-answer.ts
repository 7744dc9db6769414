// What a form answers for a second factor.

import type { FactorAnswer } from '../../login/second-factor/factor.ts'

/** A passkey answers with JSON in a field of its own; whatever else was sent is a code. */
export function readAnswer(form: URLSearchParams, origin: string): FactorAnswer {
  const json = form.get('answer')
  return json === null
    ? { kind: 'code', typed: form.get('code') ?? '' }
    : { kind: 'passkey', json, origin }
}
