// Changes that know what they are doing: forged assertions around, beside and inside of genuine
// ones (signature wrapping), parts of somebody else's genuine message, and every value of a
// signature that decides something.

import {
  attributeOf,
  copyOf,
  type Draft,
  detach,
  insert,
  type Mutation,
  replace,
  setAttribute,
  someNamed,
  someNamedIn,
  someNode,
  wrapper,
} from './draft.ts'
import { localName, type Node, type Place, placesIn } from './markup.ts'
import type { Random } from './random.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ALGORITHMS = [
  `${DSIG}rsa-sha1`,
  `${DSIG}hmac-sha1`,
  `${DSIG}sha1`,
  `${DSIG}enveloped-signature`,
  `${DSIG}base64`,
  `${MORE}rsa-sha256`,
  `${MORE}rsa-sha512`,
  `${MORE}ecdsa-sha256`,
  `${MORE}hmac-sha256`,
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
  EXC_C14N,
  `${EXC_C14N}WithComments`,
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  'http://www.w3.org/2006/12/xml-c14n11',
  'http://www.w3.org/TR/1999/REC-xpath-19991116',
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  'urn:nobody',
  '',
]
const URIS = ['', '#', '#_assertion1', '#_response1', '#_forged', "#xpointer(id('_assertion1'))"]
const HIDING_PLACES = ['ds:Object', 'samlp:Extensions', 'saml:Advice', 'ds:KeyInfo', 'a']

/** An assertion, or the whole response, that says somebody else; with a new ID or the old one. */
function forge({ random }: Draft, genuine: Node): Node {
  const forged = copyOf(genuine)
  for (const { node } of placesIn(forged)) {
    if (localName(node.name) === 'NameID') node.children = ['mallory@example.org']
    if (localName(node.name) === 'AttributeValue') node.children = ['owner']
  }
  if (random.oneIn(2)) setAttribute(forged, 'ID', '_forged')
  if (random.oneIn(4)) forged.attributes = forged.attributes.filter(({ name }) => name !== 'ID')
  const signature = forged.children.find(isSignature)
  if (signature !== undefined && random.oneIn(2))
    forged.children.splice(forged.children.indexOf(signature), 1)
  return forged
}

const isSignature = (child: Node | string): boolean =>
  typeof child !== 'string' && localName(child.name) === 'Signature'

/** Somebody's whole message: genuine, for another request, or forged for this one. */
const donor = ({ random, stranger, forgery }: Draft): Node => random.pick([stranger, forgery])

/**
 * Puts the genuine element where only a careless reader looks for it, within the forged one or
 * beside it.
 */
function hide(draft: Draft, genuine: Place, forged: Node): void {
  const { random } = draft
  const { node } = genuine
  const hidden = random.oneIn(3) ? node : wrapper(random.pick(HIDING_PLACES), node)
  switch (random.below(4)) {
    case 0: // Inside the forged element, often inside of its signature.
      replace(draft, genuine, [forged])
      insert(random.oneIn(2) ? forged : random.pick(placesIn(forged)).node, hidden, random)
      break
    case 1: // Beside it, before or behind.
      replace(draft, genuine, random.oneIn(2) ? [forged, hidden] : [hidden, forged])
      break
    case 2: // The forged one inside the genuine one.
      insert(random.oneIn(2) ? node : random.pick(placesIn(node)).node, forged, random)
      break
    default: // Anywhere in the document.
      replace(draft, genuine, [forged])
      insert(someNode(draft), hidden, random)
  }
}

/**
 * Moves a signature out of the genuine element into the forged one, so that they have changed
 * roles.
 */
function giveSignature(draft: Draft, genuine: Node, forged: Node): void {
  const signature = genuine.children.find(isSignature)
  if (signature === undefined || !draft.random.oneIn(2)) return
  genuine.children.splice(genuine.children.indexOf(signature), 1)
  insert(forged, signature, draft.random)
}

const pointTo = (draft: Draft, node: Node | undefined): string =>
  draft.random.oneIn(2) ? `#${attributeOf(node, 'ID') ?? ''}` : draft.random.pick(URIS)

/** Base64 of something else, or spelled as only a lenient decoder takes it. */
export function misspell(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  return random.pick([
    text.replace(/=+$/, ''),
    text + '=',
    text.slice(0, at) + '\n' + text.slice(at),
    text.slice(0, at) + '!' + text.slice(at),
    text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1),
    text.replaceAll('+', '-').replaceAll('/', '_'),
    text.slice(0, at),
    text + text,
    '',
    // The same octets to a lenient decoder: bits behind the last octet that are not zero.
    text.replace(/[A-Za-z0-9+/](=+)$/, '/$1'),
  ])
}

/** Changes that aim at the verifier of signatures. */
export const SIGNATURE_MUTATIONS: Readonly<Record<string, Mutation>> = {
  wrapAssertion(draft) {
    const genuine = someNamed(draft, 'Assertion')
    if (genuine === undefined) return
    const forged = forge(draft, genuine.node)
    giveSignature(draft, genuine.node, forged)
    hide(draft, genuine, forged)
  },
  wrapResponse(draft) {
    const genuine: Place = { node: draft.root, parent: undefined }
    const forged = forge(draft, genuine.node)
    giveSignature(draft, genuine.node, forged)
    draft.root = forged
    const hidden = wrapper(draft.random.pick(HIDING_PLACES), genuine.node)
    insert(draft.random.oneIn(2) ? forged : someNode(draft), hidden, draft.random)
  },
  moveSignature(draft) {
    const signature = someNamed(draft, 'Signature')
    if (signature === undefined) return
    if (draft.random.oneIn(2)) detach(signature)
    const into = draft.random.oneIn(2) ? someNamed(draft, 'Response', 'Assertion')?.node : undefined
    insert(into ?? someNode(draft), copyOf(signature.node), draft.random)
  },
  doubleSignedInfo(draft) {
    const info = someNamed(draft, 'SignedInfo', 'Reference', 'DigestValue', 'SignatureValue')
    if (info?.parent === undefined) return
    const second = copyOf(info.node)
    for (const { node } of placesIn(second))
      if (localName(node.name) === 'DigestValue') node.children = [draft.random.pick(['', 'AAAA'])]
    insert(draft.random.oneIn(3) ? someNode(draft) : info.parent, second, draft.random)
  },
  reference(draft) {
    const reference = someNamed(draft, 'Reference')?.node
    if (reference !== undefined)
      setAttribute(reference, 'URI', pointTo(draft, someNamed(draft, 'Assertion')?.node))
  },
  algorithm(draft) {
    const method = someNamed(
      draft,
      'CanonicalizationMethod',
      'SignatureMethod',
      'DigestMethod',
      'Transform',
    )
    if (method !== undefined) setAttribute(method.node, 'Algorithm', draft.random.pick(ALGORITHMS))
  },
  transforms(draft) {
    const transforms = someNamed(draft, 'Transforms')?.node
    if (transforms === undefined) return
    const { random } = draft
    const [some] = transforms.children.splice(random.below(transforms.children.length + 1), 1)
    const attributes = [{ name: 'Algorithm', value: random.pick(ALGORITHMS) }]
    if (random.oneIn(2))
      insert(transforms, { name: 'ds:Transform', attributes, children: [] }, random)
    if (some !== undefined && random.oneIn(2)) insert(transforms, some, random)
  },
  prefixList(draft) {
    const method = someNamed(draft, 'CanonicalizationMethod', 'Transform')?.node
    const value = draft.random.pick(['', '#default', 'saml', 'saml samlp ds', 'nobody', 'xs xsi'])
    const attributes = [
      { name: 'xmlns:ec', value: EXC_C14N },
      { name: 'PrefixList', value },
    ]
    method?.children.push({ name: 'ec:InclusiveNamespaces', attributes, children: [] })
  },
  base64(draft) {
    const value = someNamed(draft, 'DigestValue', 'SignatureValue', 'X509Certificate')?.node
    if (value === undefined) return
    value.children = [misspell(value.children.join(''), draft.random)]
  },
  splice(draft) {
    const theirs = draft.random.pick(placesIn(donor(draft))).node
    const ours = someNamed(draft, localName(theirs.name))
    if (ours === undefined || draft.random.oneIn(3))
      insert(someNode(draft), copyOf(theirs), draft.random)
    else replace(draft, ours, [copyOf(theirs)])
  },
  spliceAssertion(draft) {
    const theirs = someNamedIn(donor(draft), draft.random, 'Assertion')
    const ours = someNamed(draft, 'Assertion')
    if (theirs === undefined || ours === undefined) return
    const inserted = copyOf(theirs.node)
    if (draft.random.oneIn(2)) setAttribute(inserted, 'ID', attributeOf(ours.node, 'ID') ?? '')
    hide(draft, ours, inserted)
  },
  smuggleDigest(draft) {
    const { random, forgery } = draft
    const ours = someNamed(draft, 'Assertion', 'Response')
    const theirs = ours && someNamedIn(forgery, random, localName(ours.node.name))
    const genuine = ours?.node.children.find(isSignature)
    if (ours === undefined || theirs === undefined || genuine === undefined) return
    // The forged content with its right digest; of the genuine signature at least its value.
    const forged = copyOf(theirs.node)
    const signature = copyOf(genuine as Node)
    forged.children = forged.children.map((child) => (isSignature(child) ? signature : child))
    const part = random.pick(['SignedInfo', 'Reference', 'DigestValue', 'SignedInfo'])
    const right = someNamedIn(theirs.node, random, part)
    const wrong = someNamedIn(signature, random, part)
    if (right === undefined || wrong?.parent === undefined) return
    const { children } = wrong.parent
    const at = children.indexOf(wrong.node)
    const added = copyOf(right.node)
    if (random.oneIn(4)) insert(random.pick(placesIn(signature)).node, added, random)
    else children.splice(at + random.below(2), random.below(2), added)
    replace(draft, ours, [forged])
  },
  changeId(draft) {
    const signed = someNamed(draft, 'Response', 'Assertion', 'Signature')?.node
    const value = draft.random.pick(['_other', '_assertion1', '_response1', '_request1', '1', ''])
    if (signed !== undefined) setAttribute(signed, draft.random.pick(['ID', 'ID', 'Id']), value)
  },
}
