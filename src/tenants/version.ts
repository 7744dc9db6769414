// A version is named by what it says.

import { canonicalJson } from './canonical-json.ts'
import type { ConnectorSettings, VersionHash } from './connector.ts'
import { sha256Hex } from './sha256.ts'

/** The name of a version: equal settings are the same version, wherever and whenever they are written. */
export const hashSettings = (settings: ConnectorSettings): Promise<VersionHash> =>
  sha256Hex(canonicalJson(settings))
