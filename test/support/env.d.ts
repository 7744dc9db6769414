declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
    /** Five calls a minute for each key (vitest.config.ts). */
    FEW_A_MINUTE: RateLimit
    TEST_MAIL: SendEmail
  }
}
