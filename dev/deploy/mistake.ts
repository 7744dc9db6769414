// What the operator can mend: its text is all that is shown, without a stack.

/**
 * A mistake of the operator, or an answer of Cloudflare's that the operator can do something about.
 */
export class Mistake extends Error {}
