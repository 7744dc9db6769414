// How the demo IdP may answer: the good way, or in one of the ways that a service provider must
// refuse.

/** Key -> what the page says about it; the key is what forms and scripts send. */
export const VARIANTS = {
  good: { label: 'Log in', says: 'A correct, signed answer.' },
  unsigned: { label: 'Unsigned', says: 'The same answer without a signature.' },
  tampered: { label: 'Tampered', says: 'The role is changed to admin after signing.' },
  other_key: { label: 'Another key', says: 'Signed, but with a key that nobody registered.' },
  expired: { label: 'Expired', says: 'Everything in it happened an hour ago.' },
  wrong_audience: { label: 'Wrong audience', says: 'Made out to another service provider.' },
  wrong_recipient: { label: 'Wrong recipient', says: 'To be delivered to another address.' },
  wrong_issuer: {
    label: 'Wrong issuer',
    says: 'Signed with the right key, in another IdP’s name.',
  },
  wrong_request: { label: 'Wrong request', says: 'Signed as the answer to another request.' },
  declined: { label: 'Declined', says: 'The IdP reports that the login failed.' },
  replayed: { label: 'Replayed', says: 'The last correct answer, sent once more.' },
} as const

export type Variant = keyof typeof VARIANTS

/** Tells whether a form's value names a variant. */
export const isVariant = (text: string): text is Variant => Object.hasOwn(VARIANTS, text)
