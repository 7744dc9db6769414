// The settings of a connector as entries of the API's shapes. All of this follows from the two
// tables of settings.

import * as v from 'valibot'
import {
  CHOICE_NAMES,
  CHOICES,
  type ChoiceName,
  type NullableName,
} from '../../../tenants/connectors/choices.ts'
import { type Snake, snakeName } from '../engine/member-names.ts'
import { SETTING_SHAPES } from './setting-shapes.ts'

type Shapes = typeof SETTING_SHAPES
type Asked<Name extends ChoiceName> = Shapes[Name]['asked']
type Shown<Name extends ChoiceName> = Shapes[Name]['shown']
type Absent<Schema extends v.GenericSchema> = v.ExactOptionalSchema<Schema, undefined>

type NewEntries = { readonly [Name in ChoiceName as Snake<Name>]: Absent<Asked<Name>> }
type ChangeEntries = {
  readonly [Name in ChoiceName as Snake<Name>]: Absent<
    Name extends NullableName ? v.NullableSchema<Asked<Name>, undefined> : Asked<Name>
  >
}
type ShownEntries = { readonly [Name in ChoiceName as Snake<Name>]: Shown<Name> }

// Each of the three types above says row by row what its loop does, which the compiler does not
// follow.

/** The entries of a new connector. */
export const NEW_SETTINGS = entriesOf((name) =>
  v.exactOptional(SETTING_SHAPES[name].asked),
) as NewEntries

/** The entries of a change: `null` unsets what may be unset. */
export const CHANGED_SETTINGS = entriesOf((name) => {
  const { asked } = SETTING_SHAPES[name]
  return v.exactOptional(CHOICES[name].kind === 'nullable' ? v.nullable(asked) : asked)
}) as ChangeEntries

/** The entries of an answer. */
export const SHOWN_SETTINGS = entriesOf((name) => SETTING_SHAPES[name].shown) as ShownEntries

/** The example of every setting. */
export const SETTINGS_EXAMPLE = entriesOf((name) => {
  const row = SETTING_SHAPES[name]
  return 'example' in row ? row.example : CHOICES[name].initial
}) as { readonly [Name in ChoiceName as Snake<Name>]: v.InferInput<Shown<Name>> }

function entriesOf(make: (name: ChoiceName) => unknown): object {
  return Object.fromEntries(CHOICE_NAMES.map((name) => [snakeName(name), make(name)]))
}
