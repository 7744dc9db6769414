// What the first start asks for. The key is never kept: it goes to the API in one request, and is
// forgotten with the page.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { HomeTenant } from '../../api/schema.d.ts'
import { TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'

const EMPTY = { key: '', name: '', email: '' }

/** Asks for the key of the deployment, the organisation and the first operator. */
export function HomeForm({ onMade }: { readonly onMade: (home: HomeTenant) => void }) {
  const [values, setValues] = useState(EMPTY)
  const create = useChange('POST /home-tenant')
  const set = (changed: Partial<typeof EMPTY>) => setValues({ ...values, ...changed })
  const save = async () => {
    const { key, name, email } = values
    const made = await create.run({ body: { name, email }, credential: key.trim(), quietly: true })
    if (made) onMade(made.answer)
  }
  const isWrongKey = create.problem?.status === 401
  return (
    <Form
      submit="Create the home tenant"
      onSubmit={() => void save()}
      pending={create.isPending}
      problem={isWrongKey ? undefined : create.problem}
      why={Object.values(values).includes('') ? 'Fill in all three fields first' : undefined}
    >
      <TextField
        label="OPERATOR_KEY"
        type="password"
        help="The secret of this deployment. In development it is in the file .dev.vars."
        value={values.key}
        onChange={(key) => set({ key })}
        error={isWrongKey ? 'This is not the OPERATOR_KEY of this deployment.' : undefined}
        mono
      />
      <TextField
        label="Name of your organisation"
        value={values.name}
        onChange={(name) => set({ name })}
        autoComplete="organization"
        error={errorAt(create.problem, '/name')}
      />
      <TextField
        label="Your e-mail address"
        type="email"
        help="You sign in with it."
        value={values.email}
        onChange={(email) => set({ email })}
        autoComplete="email"
        error={errorAt(create.problem, '/email')}
      />
    </Form>
  )
}
