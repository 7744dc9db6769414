// The whole way with nothing but a keyboard: every stop can be reached, and the focus can be seen
// there.

import { PEOPLE } from '../../dev/idp/people.ts'
import { assertLoggedIn, tabTo } from './person.ts'
import type { Scene } from './scene.ts'

/** Logs in and out without a pointer. */
export async function checkKeyboard({ tally, stack, chromium }: Scene): Promise<void> {
  const page = await chromium.openPage()
  const press = (key: string) => page.keyboard.press(key)

  await tally.check('A login needs no pointer', async () => {
    await page.goto(`${stack.appOrigin}/`)
    await tabTo(page, 'a.button')
    await press('Enter')
    await page.waitForURL(`${stack.idpOrigin}/**`)
    await tabTo(page, '[name=person]')
    await press('ArrowDown')
    await tabTo(page, 'button')
    await press('Enter')
    await assertLoggedIn(page, stack, PEOPLE.thomas.email)
  })
  await tally.check('Nor does logging out', async () => {
    await tabTo(page, 'button')
    await press('Enter')
    await page.waitForURL(`${stack.workerOrigin}/logout`)
    await tabTo(page, 'form button')
    await press('Enter')
    await page.getByRole('heading', { name: 'signed out' }).waitFor()
  })
}
