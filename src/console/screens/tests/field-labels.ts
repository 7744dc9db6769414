// What the fields of a person are called on screens.

const LABELS: Readonly<Record<string, string>> = {
  user_id: 'User ID',
  email: 'E-mail address',
  first_name: 'First name',
  last_name: 'Last name',
  name_alias: 'Display name',
  concurrency: 'Concurrency',
  roles: 'Roles',
  groups: 'Groups',
}

/** The label of a field, in either spelling of its name; a custom field is called as it is. */
export function fieldLabel(field: string): string {
  const name = field.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
  return LABELS[name] ?? field
}
