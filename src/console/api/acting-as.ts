// Whether this tab works for a set-up link. A browser may hold a person's session too; the tab says
// which of the two a request means.

const KEY = 'edge-sso:as'

/** From now on this tab's requests are those of the set-up link that it opened. */
export const actAsGuest = (): void => sessionStorage.setItem(KEY, 'guest')

/** From now on this tab's requests are those of the person who signed in. */
export const actAsPerson = (): void => sessionStorage.removeItem(KEY)

/** Tells whether this tab works for a set-up link. */
export const isGuestTab = (): boolean => sessionStorage.getItem(KEY) === 'guest'
