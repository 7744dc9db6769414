// The members of an application that can be changed.

import { type ApiProblem, errorAt } from '../../api/problem.ts'
import { AreaField, TextField } from '../../parts/fields.tsx'

/** What is typed; URIs one per line. */
export interface ApplicationValues {
  readonly name: string
  readonly landingUrl: string
  readonly redirectUris: string
}

/** The lines of a field that have something in them. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** As the API takes them. */
export const bodyOf = ({ name, landingUrl, redirectUris }: ApplicationValues) => ({
  name,
  landing_url: landingUrl.trim(),
  redirect_uris: linesOf(redirectUris),
})

/** Why the values cannot be sent. */
export const whyNot = (values: ApplicationValues): string | undefined =>
  Object.values(values).some((text) => text.trim() === '') ? 'Fill in every field first' : undefined

export interface ApplicationFieldsProps {
  readonly values: ApplicationValues
  readonly set: (changed: Partial<ApplicationValues>) => void
  readonly problem: ApiProblem | undefined
}

/** The fields. */
export const ApplicationFields = ({ values, set, problem }: ApplicationFieldsProps) => (
  <>
    <TextField
      label="Name"
      value={values.name}
      onChange={(name) => set({ name })}
      error={errorAt(problem, '/name')}
    />
    <TextField
      label="Landing URL"
      type="url"
      mono
      help="Where people land who signed in without a request of the application."
      value={values.landingUrl}
      onChange={(landingUrl) => set({ landingUrl })}
      error={errorAt(problem, '/landing_url')}
    />
    <AreaField
      label="Redirect URIs"
      mono
      rows={3}
      help="One per line. The application receives its codes there; every character counts."
      value={values.redirectUris}
      onChange={(redirectUris) => set({ redirectUris })}
      error={errorAt(problem, '/redirect_uris')}
    />
  </>
)
