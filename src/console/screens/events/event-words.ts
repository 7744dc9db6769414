// What the types of events are called on screens.

const WORDS: Readonly<Record<string, string>> = {
  'request.refused': 'A request was refused',
  'login.admitted': 'Somebody signed in',
  'login.refused': 'A sign-in was refused',
  'login.refusals_counted': 'Many sign-ins were refused',
  'test.passed': 'A test passed',
  'test.failed': 'A test failed',
  'logout.ended': 'Somebody signed out',
  'logout.refused': 'A logout was refused',
  'connector.needs_attention': 'A connector needs attention',
  'connector.recovered': 'A connector works again',
}

/** The title of an event: its type in words, or as it is called in the API. */
export const wordsOf = (type: string): string => WORDS[type] ?? `Event ${type}`
