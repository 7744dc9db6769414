// What the administrator of an identity provider does about a refusal of ours, in the words of
// their product.

import type { Guide } from './guide.ts'
import type { ValueName } from './our-values.ts'

/** Refusals that say that a value of ours was entered wrongly there: which value. */
const MISTYPED: Readonly<Record<string, { readonly value: ValueName; readonly title: string }>> = {
  saml_audience_mismatch: { value: 'entity_id', title: 'EntityID' },
  saml_recipient_mismatch: { value: 'sign_on_url', title: 'Sign-On URL' },
  saml_destination_mismatch: { value: 'sign_on_url', title: 'Sign-On URL' },
}

/** How to mend a refusal at this product; `undefined` if its guide knows nothing about it. */
export function mendOf(guide: Guide, code: string): string | undefined {
  const known = guide.errors.find((error) => 'code' in error && error.code === code)
  if (known) return known.mend
  const mistyped = MISTYPED[code]
  const label = mistyped && labelOf(guide, mistyped.value)
  return label && mistyped ? `Copy our ${mistyped.title} into **${label}** again.` : undefined
}

/** The field that takes a value of ours. */
const labelOf = (guide: Guide, value: ValueName): string | undefined =>
  guide.steps.flatMap((step) => step.fields).find((f) => 'value' in f && f.value === value)?.label
