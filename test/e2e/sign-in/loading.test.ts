// The client comes in two halves: what a form needs, and what is behind the sign-in.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { register } from '../../support/person';
import { eventually } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

test.skipIf(!hasBrowser)(
  'what is behind the sign-in comes with the first letter; without it nobody is half signed in',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const alice = await register(server.url, 'alice');
    const page = await browser.page();
    const asked: string[] = [];
    let isCut = true;
    /** With the page itself; what comes after is what the first letter asks for. */
    let first = Number.POSITIVE_INFINITY;
    await page.route('**/assets/chunk-*.js', (route) => {
      asked.push(route.request().url());
      return isCut && asked.length > first ? route.abort() : route.continue();
    });
    await page.goto(server.url);
    await page.getByLabel('Username or email').waitFor();
    first = asked.length;
    await page.getByLabel('Username or email').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill(alice.password);
    await eventually(() => asked.length > first);
    const signIn = page.locator('form').getByRole('button', { name: 'Sign in' });
    await signIn.click();
    await page.getByRole('alert').getByText('Can’t reach the server').waitFor();
    expect((await alice.get('/auth/sessions')).body.data).toHaveLength(1);
    isCut = false;
    await signIn.click();
    await page.locator('.sidebar, .card h1:has-text("Unlock"), [data-code]').first().waitFor();
    expect((await alice.get('/auth/sessions')).body.data).toHaveLength(2);
  },
  300_000,
);
