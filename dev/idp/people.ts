// The people of the demo IdP. The first are as ordinary as those of any company. The others carry
// what real directories carry besides: names that break careless escaping, and missing attributes.

/** One person, in the words of the attributes that the IdP sends. */
export interface Person {
  readonly userId: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly nameAlias?: string
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly concurrency?: number
  /** What makes this person worth choosing; shown on the page, never sent. */
  readonly note: string
}

/** Key -> person; the key is what forms and scripts send. */
export const ORDINARY_PEOPLE = {
  jane: {
    userId: 'jmiller',
    email: 'jane.miller@acme.example',
    firstName: 'Jane',
    lastName: 'Miller',
    roles: ['representative'],
    groups: ['Customer Support'],
    concurrency: 3,
    note: 'Customer support',
  },
  thomas: {
    userId: 'tweber',
    email: 'thomas.weber@acme.example',
    firstName: 'Thomas',
    lastName: 'Weber',
    roles: ['representative', 'supervisor'],
    groups: ['Customer Support', 'Team Leads'],
    concurrency: 5,
    note: 'Team lead, customer support',
  },
  priya: {
    userId: 'pshah',
    email: 'priya.shah@acme.example',
    firstName: 'Priya',
    lastName: 'Shah',
    roles: ['manager'],
    groups: ['Operations'],
    concurrency: 0,
    note: 'Head of operations',
  },
  maria: {
    userId: 'mlopez',
    email: 'maria.lopez@acme.example',
    firstName: 'Maria',
    lastName: 'Lopez',
    roles: ['admin'],
    groups: ['IT'],
    note: 'IT, may administer Acme in the console',
  },
} as const satisfies Readonly<Record<string, Person>>

/** Those that try a service provider. */
export const ODD_PEOPLE = {
  representative: {
    userId: '00123',
    email: 'zoe.obrien@demo.example',
    firstName: 'Zoë',
    lastName: "O'Brien-Łukasiewicz",
    nameAlias: 'Zo',
    roles: ['representative'],
    groups: ['Sales & Service', 'Night <shift>'],
    concurrency: 3,
    note: 'An id with leading zeros, a name with an apostrophe',
  },
  supervisor: {
    userId: 'u-li',
    email: 'xiaolong.li@demo.example',
    firstName: '小龍',
    lastName: '李',
    roles: ['representative', 'supervisor'],
    groups: ['Sales & Service'],
    concurrency: 10,
    note: 'Two roles, a name in another script',
  },
  manager: {
    userId: 'u-layla',
    email: 'layla.haddad@demo.example',
    firstName: 'ليلى',
    lastName: 'حداد',
    nameAlias: 'Layla "the boss"',
    roles: ['manager'],
    groups: [],
    concurrency: 0,
    note: 'No groups, a name that reads from right to left',
  },
  admin: {
    userId: 'u-ana',
    email: 'Ana.Soehne@Demo.Example',
    firstName: 'Ana',
    lastName: '<Test> & Söhne 🦉',
    roles: ['admin', 'manager'],
    groups: ['Everyone', 'IT'],
    note: 'No concurrency, an e-mail address with capitals',
  },
} as const satisfies Readonly<Record<string, Person>>

export const PEOPLE = { ...ORDINARY_PEOPLE, ...ODD_PEOPLE }

export type PersonKey = keyof typeof PEOPLE

/** Tells whether a form's value names a person. */
export const isPersonKey = (text: string): text is PersonKey => Object.hasOwn(PEOPLE, text)
