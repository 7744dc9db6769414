// Every reason for which the reader refuses a document.

import type { MeaningTable } from '../../refusal.ts'

export const XML_REFUSALS = {
  xml_too_large: {
    message: 'The message, or its canonical form, has more bytes than a login message may have.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
  xml_not_utf8: {
    message: 'The message is not UTF-8 text.',
    fixedBy: 'idp_admin',
    rule: 'R2, XML 1.0 §4.3.3',
  },
  xml_declaration_unsupported: {
    message: 'The XML declaration may only say version 1.0 and encoding UTF-8 or US-ASCII.',
    fixedBy: 'idp_admin',
    rule: 'R2, XML 1.0 §2.8',
  },
  xml_dtd_forbidden: {
    message:
      'The message contains a document type or another declaration, which login messages never need.',
    fixedBy: 'idp_admin',
    rule: 'R2, SAML Core §1.3',
  },
  xml_comment_forbidden: {
    message: 'The message contains a comment, which could cut a value in two.',
    fixedBy: 'idp_admin',
    rule: 'R4',
  },
  xml_processing_instruction_forbidden: {
    message: 'The message contains a processing instruction.',
    fixedBy: 'idp_admin',
    rule: 'R4',
  },
  xml_malformed: {
    message: 'The message is not well-formed XML; the position counts characters.',
    fixedBy: 'idp_admin',
    rule: 'R3, R5, XML 1.0 §2.1',
  },
  xml_illegal_character: {
    message: 'The message contains a character, or a reference to one, that XML does not allow.',
    fixedBy: 'idp_admin',
    rule: 'R5, XML 1.0 §2.2',
  },
  xml_reference_forbidden: {
    message:
      'The message refers to an entity; only the five of XML and character references are allowed.',
    fixedBy: 'idp_admin',
    rule: 'R5, XML 1.0 §4.1',
  },
  xml_name_invalid: {
    message: 'An element or attribute has a name that XML does not allow.',
    fixedBy: 'idp_admin',
    rule: 'R5, Namespaces in XML §4',
  },
  xml_attribute_duplicate: {
    message: 'An element has the same attribute twice.',
    fixedBy: 'idp_admin',
    rule: 'R5, Namespaces in XML §6.3',
  },
  xml_prefix_unbound: {
    message: 'A namespace prefix is used that was not declared.',
    fixedBy: 'idp_admin',
    rule: 'R5, Namespaces in XML §5',
  },
  xml_prefix_reserved: {
    message:
      'The prefixes xml and xmlns, or their namespaces, are declared to mean something else.',
    fixedBy: 'idp_admin',
    rule: 'R5, Namespaces in XML §3',
  },
  xml_namespace_name_invalid: {
    message: 'A namespace name is not an absolute URI.',
    fixedBy: 'idp_admin',
    rule: 'R6, Canonical XML 1.0 §1.3',
  },
  xml_too_deep: {
    message: 'Elements are nested too deep.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
  xml_too_many_elements: {
    message: 'The message has too many elements.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
  xml_too_many_attributes: {
    message: 'An element has too many attributes.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
  xml_too_many_namespaces: {
    message: 'The message declares too many different namespaces.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
} as const satisfies MeaningTable

export type XmlRefusalCode = keyof typeof XML_REFUSALS
