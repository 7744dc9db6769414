// Every reason for which an encrypted element is refused. All but the last are read off the
// message, before any key is used; from there on there is one code, so that nobody can ask the
// private key questions (R34).

import type { MeaningTable } from '../../refusal.ts'

export const XMLENC_REFUSALS = {
  xmlenc_structure_invalid: {
    message:
      'What is encrypted is not built as expected: one EncryptedData, and EncryptedKeys inside it or beside it.',
    fixedBy: 'idp_admin',
    rule: 'R33, R35, SAML Core §6.2, XML Encryption §3',
  },
  xmlenc_too_many_keys: {
    message:
      'What is encrypted comes with more EncryptedKeys than are tried. Have the identity provider encrypt for this service alone.',
    fixedBy: 'idp_admin',
    rule: 'R34, XML Encryption §3.5.1',
  },
  xmlenc_content_algorithm_forbidden: {
    message: 'The assertion is encrypted with an algorithm that is not accepted. AES-GCM is.',
    fixedBy: 'idp_admin',
    rule: 'R34, XML Encryption §5.2',
  },
  xmlenc_cbc_not_allowed: {
    message:
      'The assertion is encrypted with AES-CBC. Choose AES-GCM at the IdP or, if it has no such choice, allow AES-CBC for this connector.',
    fixedBy: 'sp_admin',
    rule: 'R34, XML Encryption §5.2',
  },
  xmlenc_key_algorithm_forbidden: {
    message: 'The content key is encrypted with an algorithm that is not accepted. RSA-OAEP is.',
    fixedBy: 'idp_admin',
    rule: 'R35, XML Encryption §5.5',
  },
  xmlenc_value_not_base64: {
    message: 'A CipherValue, or the OAEPParams, is not base64.',
    fixedBy: 'idp_admin',
    rule: 'R28, XML Encryption §3.3.1',
  },
  xmlenc_decryption_failed: {
    message:
      'The encrypted assertion could not be decrypted, or what it holds is not one assertion that the IdP signed.',
    fixedBy: 'idp_admin',
    rule: 'R33, R34',
  },
} as const satisfies MeaningTable

export type XmlencRefusalCode = keyof typeof XMLENC_REFUSALS
