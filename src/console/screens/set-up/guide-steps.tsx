// What the administrator of the identity provider does there: the steps of the guide, with our
// values filled in.

import type { SsoKey } from '../../api/schema.d.ts'
import type { Field, Guide } from '../../guides/guide.ts'
import { fillIn, OUR_VALUES } from '../../guides/our-values.ts'
import {
  FieldsToFill,
  type FieldToFill,
  Instruction,
  Instructions,
} from '../../parts/guided/instructions.tsx'
import { GuideText } from './guide-text.tsx'

export interface GuideStepsProps {
  readonly guide: Guide
  readonly ssoKey: SsoKey
}

/** The steps of a guide. */
export const GuideSteps = ({ guide, ssoKey }: GuideStepsProps) => (
  <Instructions>
    {guide.steps.map(({ title, where, text, fields }) => (
      <Instruction key={title} title={title} way={where}>
        <p>
          <GuideText text={text.join(' ')} />
        </p>
        {fields.length > 0 && <FieldsToFill fields={fields.map((field) => fill(field, ssoKey))} />}
      </Instruction>
    ))}
  </Instructions>
)

function fill(field: Field, ssoKey: SsoKey): FieldToFill {
  const { label } = field
  if ('choose' in field) return { label, value: field.choose, isTyped: false }
  if ('type' in field) return { label, value: field.type, isTyped: true }
  const { title } = OUR_VALUES[field.value]
  return { label, value: fillIn(field.value, ssoKey), isTyped: true, note: `Our ${title}` }
}
