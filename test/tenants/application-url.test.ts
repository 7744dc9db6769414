import { describe, expect, it } from 'vitest'
import { isApplicationUrl } from '../../src/tenants/application.ts'

describe('the URL of an application', () => {
  it.each(['https://app.example/cb', 'https://app.example:8443/cb?x=1', 'https://[2001:db8::1]/'])(
    'may be %s',
    (url) => {
      expect(isApplicationUrl(url, false)).toBe(true)
    },
  )

  it.each([
    'http://app.example/cb',
    'javascript:alert(1)',
    'com.example.app:/cb',
    '/cb',
    'https://app.example/cb#x',
    'https://app.example/cb#',
    'https://user@app.example/cb',
    'https://user:secret@app.example/cb',
    'https://app.example/c b',
    ' https://app.example/cb',
    'https://app.example\\@evil.example/',
    'https://äpp.example/cb',
    `https://app.example/${'x'.repeat(512)}`,
    'http://localhost/cb',
  ])('may not be %j', (url) => {
    expect(isApplicationUrl(url, false)).toBe(false)
  })

  it.each(['http://localhost:8789/cb', 'http://127.0.0.1:8789/cb', 'http://[::1]/cb'])(
    'may be %s during development',
    (url) => {
      expect(isApplicationUrl(url, true)).toBe(true)
    },
  )

  it.each(['http://localhost.evil.example/cb', 'http://127.evil.example/', 'http://10.0.0.1/'])(
    'may not be %s even then',
    (url) => {
      expect(isApplicationUrl(url, true)).toBe(false)
    },
  )
})
