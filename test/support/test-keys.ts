// Keys that only tests use, made with openssl and valid for 30 years: PKCS #8 and a self-signed certificate, both DER in
// standard base64.

export interface TestKey {
  readonly pkcs8: string
  readonly certificate: string
}

export const TEST_KEYS = {
  /** RSA 2048: the identity provider whose certificate is registered. */
  idp: {
    pkcs8:
      'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDiCI8tTXzB0UO97s6kHnBbJNzGwkzdAziMPeAl1pwg' +
      'VQV9EdOlwczcxWfgZ4akairT8Dd3CPngu5j3P5tmf2uThBGpS2l6NN0ZXDFjY2ah0bdcLZAdd0gWBcP9hrUi7Z4mCI5+' +
      'cTCkKwXqkLS6t5avAm/NTlrtsYsQFG3UOsogCsRUpvyABCJkr8kGlnujF+Mz+ShT9A1LMd6CWve2cT2rAYTXa8T1kf7G' +
      '9NjVEnm3/WvHyYp2m+UU3W6YmRCq+4pu2mnXVQSGEMZBYwoUar+OFIaVpliR256kFsXVwazIzljRIM70NsRGxMPu0Y5/' +
      'opfe8+f60XpIiDzAqOgy2IIpAgMBAAECggEAAyh4H6Y/16a92eSBR0e+7XcUDUQ1C2LPzR3RiOsjs/acJLA1aHvPCfKe' +
      'ze2EXb23VXi7aFKxcxNhQsBvwmcwsJdIITkS2IiZN5EohilNtiBrqG0L4MLZjf03TM6Er1/p4BbUhC2+rpHZ+6SunGvo' +
      '6Lm8UtOvxOHAffwFwNEFdpxz1hKcEfISZeaHxSuAZdyKd38xkEshWGFL53X6IdtO741Arc7wJJzXxlrDtjqBXT/FkgAH' +
      'PHJWZwdb0+XfV79O3gvNyNIZvojhpuHST/fS7XccJmaEaoAgUhI4ZPfoKzTJhnwlRyY6B/+IyCFS0qmoMOYnrBHODBaM' +
      '/JE3Tui09QKBgQD9IG3e+NBufZfaXRFdeG9h6dhVtTNXqfrDYQvcOjYSdd9AxLggl+2knxGZLIdm5YE1bVvP7UdJLjhP' +
      'E8ro+taU9bz9/lOAIZ/uBSLH+NOSXRa7E44sS/6tusA8QPaq7C6gI2y6bGJmarfImC0+wQPo60XrarpzeAnb3EBskP+N' +
      'LwKBgQDkmWYWYioxuGyMzPNMkXd8tmtz/JcPavvxQuQ8bcGcSgyshl4a2JEjrRhxbNbcF/gFxT8Q+sWZv5Im5wVZ1rsD' +
      'cjen4B7muCOhCctu/gKoH+04llEqN7uI8lHXQEa6ibHgNZO3KZBg9xrV+AWeH5ekRAISrg7LA8TPqkrh7DYAJwKBgHfc' +
      'OEqh9UisrhBXi5aAJfXuXmNPV02Gjtifhpc09U/OgvXPcQT2DDCspg+rFz6xJHrhGt2dlOjhOwau76FczelhZ6m6GV4O' +
      'DgYOZobcm4quC8pwGx18qs8nJEoj1Ongxr9LpvurwPiQRhB1hs81ZJ2Rct1j/4AX8ksqw1LlYi0/AoGBANltRfo4OCW+' +
      'YhCxxx+mpF2MLDvPneZePW/FzcvkIOiETfWyf8NNBQ9Hzh3kBaClc5QZfdiqjFOmMF6sERzX7lxiwKj9tKaBsfGznTje' +
      'hKxgYYMXBe//vnGM+WagjiVSXksA6pSmBdsUbQPiuYUiS1tEDCy0PQG/fex+7mZgAyS1AoGBAPsRi9qtQ6Sm9pjTaM9z' +
      '0kiq6PBBd6wsWgCEbRA+sunAgwA95sfLZRwcnMlrEC1ZEOEoM9H5QZM3WB9iBEudZE20waHqgU17DC2uA3xMwPnOkVWg' +
      'mgI00a5QJI+5iAaLPHYhVFtFRVf/a8XrRNInvWSPetclNYVSM2BYvPkoLlHA',
    certificate:
      'MIIDETCCAfmgAwIBAgIUBSHlJ4VEgTgFXuRpu+lysGtU1z8wDQYJKoZIhvcNAQELBQAwFzEVMBMGA1UEAwwMVGVzdCBJ' +
      'ZFAgb25lMCAXDTI2MTEyMTAwMzEzOVoYDzIwNTYxMTIxMDAzMTM5WjAXMRUwEwYDVQQDDAxUZXN0IElkUCBvbmUwggEi' +
      'MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDiCI8tTXzB0UO97s6kHnBbJNzGwkzdAziMPeAl1pwgVQV9EdOlwczc' +
      'xWfgZ4akairT8Dd3CPngu5j3P5tmf2uThBGpS2l6NN0ZXDFjY2ah0bdcLZAdd0gWBcP9hrUi7Z4mCI5+cTCkKwXqkLS6' +
      't5avAm/NTlrtsYsQFG3UOsogCsRUpvyABCJkr8kGlnujF+Mz+ShT9A1LMd6CWve2cT2rAYTXa8T1kf7G9NjVEnm3/WvH' +
      'yYp2m+UU3W6YmRCq+4pu2mnXVQSGEMZBYwoUar+OFIaVpliR256kFsXVwazIzljRIM70NsRGxMPu0Y5/opfe8+f60XpI' +
      'iDzAqOgy2IIpAgMBAAGjUzBRMB0GA1UdDgQWBBRm7kbJ8QHe8wJyd5+8OZOJcx7BpjAfBgNVHSMEGDAWgBRm7kbJ8QHe' +
      '8wJyd5+8OZOJcx7BpjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQAmVtMC86bwM9ZyEJ98PqEydvDP' +
      '4YiPOTLDSCa1G/FAoaLyFDFBofe+V9j26hvVnf4+wvB7fbPue6r+RFS2zPd/PSirs0Y6QTR3gzgqGCrsrmqsw/zXBQY+' +
      '84pD+jTuTCekYaZanxNm+dlNSIXxf/imOt1ex5HP6fLFbzeA6VgMqUzT89d2v2eNimuOOC/3qX2GAO6e/Sh3+ypQcNym' +
      'HzIP58bmuw8/0I2VhDfgV54cQsbN3vNC+K3VK4H45gJzeBIWmjRUY7cE7FlJRFLzqkgO8y8CI5d8jEHeRTS2uSdcuWxR' +
      'Xfs2/wgBETfFxmHIL23XuQEvqfGnHex1At01Z60q',
  },
  /** RSA 2048: somebody else. */
  other: {
    pkcs8:
      'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDIUa4BLEAFbF5KUqRWPG9I1kI4RDOyvm/QkKbz5Xu3' +
      'TKHqasepVdInmGSc+4069Jjuaf69J0v1GEeTyMAvGmrDODmr63mfHlNgRxeGc9v+Y2KEeMAidorXZkU3d+Z8QLwrsRfU' +
      'JmfkiH+vQKt2utTUU9swNJFxQfLxu+oNrBR7dORPBQV/BbmVGBO/xtcXrnuhtv6MWgLh+DgOslWduw+uGeD2up9Pbzgx' +
      'nYZKj949mdQxVH53LgFYwY9OzX1KDGWi5rsuuceHYeIuHNMbt3zxu0600s5lmAUq5Lx7MZSQNUVEs2o1xXrpUfuyuTpe' +
      'f/Emnr4L714s3C8W7+TY7/hfAgMBAAECggEAHzxWo4SDYnUbSiqTHoajnFobOaEvkIklGq1boyoJqF47hzfpn0wsY2kz' +
      'aHkfH24hj1eZgGQ+x16RrAfV0+J3ewPAQRW27BVd+eQhVSFUJgQtn1YhhkjcGH9a1AM5vkPtM5Y/OXZYT+iVmb299DBo' +
      '3HJLpOYljGFfYSCkppzKatTbig5mwtKFc8Bl2gMH+e3ukQv4Cqt/nwu2HE1MQEMQ2oPL5fqCC1Rfmhj4Dt1HAfgo0NIo' +
      'ZMTWjDQMZsTXcfG4rgyL6lXLKubb7s/fr/xijSAhrcL+H96zcMT7kKPtEl3BskU+VRz2XPH0CjsRySPRtrkq21tz3op2' +
      'WJfyZQC0zQKBgQDis7J/dnTj0KW1Pt2ub81nBmFsL1Yi9XVIih469MW0I+/fS+M4Bw2bLsvMkI00yxWSiK1D35dnfDnF' +
      'EtWiVNkSMWxR03eN1sOsMI4J0S38ADutOY8b2VUIDQAlzplYCDPHOViVKVM29VCToYugLpZD/GWMH4TzUxHYXplUbeU4' +
      'KwKBgQDiNR69THNzo9v01i/shZye17xFJxzgalnQkSxREKUQ+1lUeHmA5bHw4vTxeS2uif1HZm+Ts0SZ7V3Pbscp0+qG' +
      'VOsngS9OwLzV7rLzmO+9a5i4VbeT5bXk19b+hRf8pNxJMtuGWbVrWR2kvGYUTAnJfgngO09k7SV/dKn5zfySnQKBgQDF' +
      'Xk9cG2Re5ssuBaJ4eMvqEysERh4G546Jbf4ts+bgE52F2Yrjv3hAD7jMy1i0is6oOagnfGVTalrdUa1+28H0zeSRRLtE' +
      'WKMYqVkwANa5G/bYtFD8nPUjwjXLtJfahaGWpD2T91uEcIULUsy903FtlTNPkC1urnbN2mZBlD/I6wKBgQCTGMnxfRqC' +
      'c2agUvv9CXGslUt3iJStllrrVswDtxgv79LKLEGOwU8x/tQbhppfKppKaOFbobKVihZ7wmS+3XBfhC8alFYoFwt07nDu' +
      'GWCkw6gfDpZ/FVxwAK9s+S18+9PHwcuhFQr1UJEHQ//5aOzgWxae+tKJJfFBbaLur7VzvQKBgCmblGttY5OtogGegzbf' +
      'X05uoaWnFbZVAcx3P0CfyboFhVgUD0UcbsZdqlzrY68B15z6dbMvSYqb7ZFhWwNfhZYw/VynjRfsmJJopJeGLB81TV4r' +
      'hJFQwXRbehKVI5VM3ZItZMTCpvgRfIw44UGcLtIDFl651yI3Nr25UQ3ry64F',
    certificate:
      'MIIDETCCAfmgAwIBAgIUakdedmh2kk2MKSmcMYbZbkQRTvMwDQYJKoZIhvcNAQELBQAwFzEVMBMGA1UEAwwMVGVzdCBJ' +
      'ZFAgdHdvMCAXDTI2MTEyMTAwMzEzOVoYDzIwNTYxMTIxMDAzMTM5WjAXMRUwEwYDVQQDDAxUZXN0IElkUCB0d28wggEi' +
      'MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDIUa4BLEAFbF5KUqRWPG9I1kI4RDOyvm/QkKbz5Xu3TKHqasepVdIn' +
      'mGSc+4069Jjuaf69J0v1GEeTyMAvGmrDODmr63mfHlNgRxeGc9v+Y2KEeMAidorXZkU3d+Z8QLwrsRfUJmfkiH+vQKt2' +
      'utTUU9swNJFxQfLxu+oNrBR7dORPBQV/BbmVGBO/xtcXrnuhtv6MWgLh+DgOslWduw+uGeD2up9PbzgxnYZKj949mdQx' +
      'VH53LgFYwY9OzX1KDGWi5rsuuceHYeIuHNMbt3zxu0600s5lmAUq5Lx7MZSQNUVEs2o1xXrpUfuyuTpef/Emnr4L714s' +
      '3C8W7+TY7/hfAgMBAAGjUzBRMB0GA1UdDgQWBBQvLufYFF1/Jeiw8gjnTarvMa2g/TAfBgNVHSMEGDAWgBQvLufYFF1/' +
      'Jeiw8gjnTarvMa2g/TAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQBavRLa0A2LgTxFrZmmPab56FUL' +
      'f3UhcKOvF4vHHhryuL8Ey8JeorlVOva2/sr7lhQnh1JvovIrECh8nTZvPBGh4xCWXY6DDwok3P1i6JTdCboRXXLsJIAL' +
      'FyJmaQsxeVD1w+jSv6VihMnI52TnpQPSKT3eCM73O0pWOvBBON85sZA7IYmRcjSn+Fv8395nso4M042GdncaybocA9pr' +
      'VurOCaZZy0WUVzgYWZ4k8CJTr1OA9WhujeiHuNGYQYD8khG9CNjlbrlw+RBf9y3FxdN+VhciN3mvxNuV+ZnWkyyaaMvs' +
      'D2p45g06eNHKWuvy0iQ7lDBRwQMSmnZMYdiC5RLP',
  },
  /** EC P-256. */
  ec: {
    pkcs8:
      'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6uzEwLHmiJFNzwa2hy+izjiLCFwKhU321OBTxsecWs6h' +
      'RANCAAS3hs8BYThjcBMzPsKr4jfq0Hm2mjXFkt6TaLTgNUFTVI2ADZTBUPASt7R1Hsz8x1+QCiCc+wPFZ9jom+So1G9A',
    certificate:
      'MIIBgzCCASmgAwIBAgIUG7RE8Yo3V1Fr8N1F4IX0W2MAtZMwCgYIKoZIzj0EAwIwFjEUMBIGA1UEAwwLVGVzdCBJZFAg' +
      'RUMwIBcNMjYxMTIxMDAzMTM5WhgPMjA1NjExMjEwMDMxMzlaMBYxFDASBgNVBAMMC1Rlc3QgSWRQIEVDMFkwEwYHKoZI' +
      'zj0CAQYIKoZIzj0DAQcDQgAEt4bPAWE4Y3ATMz7Cq+I36tB5tpo1xZLek2i04DVBU1SNgA2UwVDwEre0dR7M/MdfkAog' +
      'nPsDxWfY6JvkqNRvQKNTMFEwHQYDVR0OBBYEFKQioZpDL3ASTxbIvOjzM5C+IUr7MB8GA1UdIwQYMBaAFKQioZpDL3AS' +
      'TxbIvOjzM5C+IUr7MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgFB3y0tZTuz5H8YoPTCv38nTl0+F3' +
      'A2xb7zeTL3g5pKcCIQDjZVlaKYNZlpp3WyIdSu6VdMrlXguHhXungla4jJ/6Vg==',
  },
  /** RSA 1024, which only the switch for weak algorithms admits (R13). */
  weak: {
    pkcs8:
      'MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAMRUUUeTR0jvF7rAoDavf+eezHzGsQk+gG+galE5OxdG' +
      'QDM5rU/BF1Fw3EEGFhF9BzsppV84YSwqG2L+ffGpPci4K7zPXzlk65LtzuwJSFNNRdBvy3zkPAUAmG2AcAq9kugSAd/D' +
      'CCavsB7VZX08/GYQnloknlsTs7KR8sVADwxlAgMBAAECgYAd/Kr1fb9TmoFLWwSdlay5mf2tyUNdIBjJ8/yJL26hHW/M' +
      '4zBfkCSZod1iaSWRwkEKfk/t/VSKRFwugKSH9suiyktKA10YaNUqU+14YBTsCnWYZjuq4/HJThKX11HjYENvzFatRHg+' +
      'pKtKIFnRqxcXNX7AaHLF4XFTaOAD9BBEAQJBAOamHOtSbo2Wx9s0nQ64pIRLP9O8B8xx923XkesJtPe7DyckTzGn5/2M' +
      'YlSYRkE8B6X+7jCfMu+ri7DMSFz43oECQQDZ6InhT4wibbll+wXzHIsmb+Dd1gomjdGhYnBt0UT9+9rDuXa1WJhjN/iP' +
      'otzwLCG9LZEbjkNLlxdTOhuZlIPlAkB5iMwyP3RbjTjwS6/6gtbFkvUl961QUDklmvKbm7jM1LduU5abPrNiieeCVd6n' +
      'Hx+Um1kdK7XmTklENtBmlQiBAkBU8j2tw6DRWwzHIJA1MY9dMIfscqAKX4a07vb9GHNYv3GMkyQflaXyJ8OR2t9eERYl' +
      '9Tl4EIFTWlcRbrmLqUWxAkB9tc/QXb56beV0d27+jhQ9UxyZaxe9V8gT/pER/kDLAJnPwTIb4gMckt0/CgQ/qI8sYeNx' +
      'TLMYGlQ4pcn5Mx9O',
    certificate:
      'MIICDjCCAXegAwIBAgIUHQgfcRKs78xjxWJ2VMtpDyaSKP0wDQYJKoZIhvcNAQELBQAwGDEWMBQGA1UEAwwNVGVzdCBJ' +
      'ZFAgd2VhazAgFw0yNjExMjEwMDMxNDBaGA8yMDU2MTEyMTAwMzE0MFowGDEWMBQGA1UEAwwNVGVzdCBJZFAgd2VhazCB' +
      'nzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAxFRRR5NHSO8XusCgNq9/557MfMaxCT6Ab6BqUTk7F0ZAMzmtT8EXUXDc' +
      'QQYWEX0HOymlXzhhLCobYv598ak9yLgrvM9fOWTrku3O7AlIU01F0G/LfOQ8BQCYbYBwCr2S6BIB38MIJq+wHtVlfTz8' +
      'ZhCeWiSeWxOzspHyxUAPDGUCAwEAAaNTMFEwHQYDVR0OBBYEFBKFrpkYuoUpWFpOwNKagpucKcXiMB8GA1UdIwQYMBaA' +
      'FBKFrpkYuoUpWFpOwNKagpucKcXiMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEAU/otGd4fi8AZ3Jzn' +
      'AD5QKGVA8nE38+ED2/+h9VflwVJ8Cc0e3+irTOb269igvdTctSMbDSN1EtP8QYJg5W7Kgq/6fePl5VGcAYzriZ8VzABe' +
      'KPQ6NzN0WRNiaGix/gKMJCJrL7/wAeiP7DYQr3IB92uljuxNhln+KHhi908LtGc=',
  },
} as const satisfies Record<string, TestKey>
