// A version is named by what it says.

import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import { canonicalJson } from '../commands/canonical-json.ts'
import type { ConnectorSettings, VersionHash } from './connector.ts'

/**
 * The name of a version: equal settings are the same version, wherever and whenever they are
 * written.
 */
export const hashSettings = (settings: ConnectorSettings): Promise<VersionHash> =>
  sha256Hex(canonicalJson(settings))
