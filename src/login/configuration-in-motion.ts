// A fault of the moment: a configuration that changes faster than a login can follow.

/**
 * The gate was asked twice and the configuration changed both times; the next try will find it
 * settled.
 */
export class ConfigurationInMotion extends Error {}
