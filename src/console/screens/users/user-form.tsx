// The fields of a user that are typed by hand, alike where somebody is invited and where they are
// edited.

import { type ApiProblem, errorAt } from '../../api/problem.ts'
import { TextField } from '../../parts/fields.tsx'

/** What is typed. */
export interface TypedUser {
  readonly firstName: string
  readonly lastName: string
  readonly roles: string
}

/** Roles as people type them: separated by commas. */
export const readRoles = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((role) => role.trim())
      .filter(Boolean),
  ),
]

interface UserFieldsProps {
  readonly values: TypedUser
  readonly onChange: (changed: Partial<TypedUser>) => void
  readonly problem: ApiProblem | undefined
}

/** Names and given roles. */
export const UserFields = ({ values, onChange, problem }: UserFieldsProps) => (
  <>
    <TextField
      label="First name"
      optional
      value={values.firstName}
      onChange={(firstName) => onChange({ firstName })}
      error={errorAt(problem, '/first_name')}
    />
    <TextField
      label="Last name"
      optional
      value={values.lastName}
      onChange={(lastName) => onChange({ lastName })}
      error={errorAt(problem, '/last_name')}
    />
    <TextField
      label="Roles given by hand"
      optional
      help="Separated by commas, on top of the roles that the IdP sends. “admin” opens this console."
      value={values.roles}
      onChange={(roles) => onChange({ roles })}
      error={errorAt(problem, '/given_roles')}
    />
  </>
)
