// The measurement inside workerd: documents come with the request, medians go back. Clocks advance
// while code runs here, which they do not in production.

import type { VerifyDocument } from './documents.ts'
import { FLOOR, OURS } from './ours.ts'
import { PEERS } from './peers.ts'
import { type Rounds, takeTurns } from './take-turns.ts'

interface Order {
  readonly document: VerifyDocument
  readonly rounds: Rounds
}

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method !== 'POST') return new Response('ok')
    const { document, rounds }: Order = await request.json()
    return Response.json(await takeTurns([OURS, FLOOR, ...PEERS], document, rounds))
  },
}
