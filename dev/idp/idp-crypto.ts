// The WebCrypto of the demo IdP, not Node's own: an implementation that shares nothing with the one
// under test.

import { Crypto } from '@peculiar/webcrypto'

export const idpCrypto = new Crypto()
