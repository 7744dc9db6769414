// How long things live, in milliseconds, each with its reason. Nothing in a login takes a duration
// from elsewhere.

import { CHOICES, MAX_SESSION_HOURS } from '../tenants/connectors/choices.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * People leave for a second factor or a phone call; longer than this, a request is a liability
 * (R46).
 */
export const REQUEST_LIFETIME = 30 * MINUTE

/** Longer than the request, so that an expired one still knows where the person wanted to go. */
export const LOGIN_COOKIE_LIFETIME = 60 * MINUTE

/**
 * How long a session through a connector lasts that chose this many hours; SessionNotOnOrAfter ends
 * it earlier (R44).
 */
export const sessionLifetime = (hours: number = CHOICES.maxSessionHours.initial): number =>
  hours * HOUR

/** A working day: a session that a password begins. */
export const SESSION_LIFETIME = sessionLifetime()

/** No session lasts longer, whatever its connector chose. */
export const MAX_SESSION_LIFETIME = sessionLifetime(MAX_SESSION_HOURS)

/** Between the password and the second factor: time to find the telephone. */
export const PROOF_LIFETIME = 10 * MINUTE

/** A browser that signed in is known for this long, and longer with every sign-in. */
export const DEVICE_LIFETIME = 90 * 24 * 60 * MINUTE

/** Who changes what protects an account has just proven who they are. */
export const RECENT_AUTHENTICATION = 10 * MINUTE

/** Somebody who is invited may be on holiday. */
export const INVITATION_LIFETIME = 7 * 24 * 60 * MINUTE

/** Who asks for a new password waits for the mail. */
export const RESET_LIFETIME = 30 * MINUTE

/**
 * A browser remembers a link that it opened while its person thinks of a password. The link itself
 * may live longer.
 */
export const OPENED_LINK_LIFETIME = 30 * MINUTE

/**
 * The furthest that clocks may differ; requests stay recognisable for this long after they expired.
 */
export const MAX_CLOCK_SKEW = 5 * MINUTE

/** A LogoutRequest is carried out at once or never. */
export const LOGOUT_REQUEST_LIFETIME = 5 * MINUTE

/** An application redeems a code at once or never (RFC 6749 §4.1.2). */
export const AUTHORIZATION_CODE_LIFETIME = MINUTE
