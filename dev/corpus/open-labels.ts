// Labels that we hold to be mistaken, by the SHA-256 of their document. They count as soft: the
// verifier is not bent to meet them, and the reason stands in the output.

export const OPEN_LABELS: ReadonlyMap<string, string> = new Map([
  [
    '4920eea36f79bd3dc097d61d567d69c9a2ed4b83841349ac6bc26e0894a5cd27',
    'The one KeyDescriptor holds a KeyName and no key, so nothing from this IdP could be verified: it cannot be saved (R11).',
  ],
  [
    'c1ca70e17341feec2a233147e245d1de0721cc90f6fe97e3ab3bc4edc65a6441',
    'No role supports SAML 2.0: the IDPSSODescriptors say PROTOCOL_FOO and PROTOCOL_BAR (SAML Metadata §2.4.1).',
  ],
])
