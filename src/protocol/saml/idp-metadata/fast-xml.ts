// What is used of fast-xml-parser, behind a static import: a bundler leaves out the rest, which a
// dynamic import would keep.

export { XMLParser, XMLValidator } from 'fast-xml-parser'
