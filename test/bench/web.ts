// The web client in headless Chromium: its size, the time until one can type on a processor four
// times slower, and the time from send to shown on the other side.
// `bun test/bench/web.ts [messages]`
import { openBrowser } from '../support/browser';
import { startExecutable } from '../support/executable';
import { enter, joinByInvitation, openChat, signUp } from '../support/screen';
import { quantile, say } from './measure';

const messages = Number(process.argv[2] ?? 100);

await using server = await startExecutable();
await using alices = await openBrowser();
await using bobs = await openBrowser();

const visit = await alices.page();
let bytes = 0;
const session = await visit.context().newCDPSession(visit);
await session.send('Network.enable');
session.on('Network.loadingFinished', ({ encodedDataLength }) => {
  bytes += encodedDataLength;
});
await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
const started = performance.now();
await visit.goto(server.url);
await visit.getByLabel('Username', { exact: true }).fill('a');
say(
  `first load ${(bytes / 1_024).toFixed(0)} KB (target < 85), ready to type after ` +
    `${(performance.now() - started).toFixed(0)} ms at a quarter of the speed (target < 1500)`,
);
await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });

const alice = await signUp(visit, server.url, 'alice');
await enter(alice);
await visit.getByRole('button', { name: 'Add friends' }).first().click();
await visit.getByRole('button', { name: 'Create an invitation link' }).click();
const link = (await visit.locator('.link').getAttribute('data-link')) ?? '';
await visit.keyboard.press('Escape');
const bob = await joinByInvitation(await bobs.page(), link, 'bob');
await enter(bob);
await openChat(alice.page, 'bob');
await openChat(bob.page, 'alice');

// Both pages are on this machine: they share its clock.
await bob.page.evaluate(() => {
  const shown: Record<string, number> = {};
  Object.assign(window, { shown });
  new MutationObserver(() => {
    for (const text of document.querySelectorAll('.message-list .text')) {
      shown[text.textContent ?? ''] ??= Date.now();
    }
  }).observe(document.body, { childList: true, subtree: true });
});
const sentAt: Record<string, number> = {};
const area = alice.page.getByRole('textbox', { name: 'Message' });
for (let i = 0; i < messages; i += 1) {
  const text = `message number ${i}`;
  await area.fill(text);
  sentAt[text] = Date.now();
  await alice.page.keyboard.press('Enter');
  await bob.page.locator('.message-list .text', { hasText: new RegExp(`^${text}$`) }).waitFor();
}
const shown = await bob.page.evaluate(
  () => (window as unknown as { shown: Record<string, number> }).shown,
);
const times = Object.entries(sentAt).map(([text, at]) => (shown[text] ?? Number.NaN) - at);
say(
  `send to shown: p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms (target < 100) ` +
    `over ${messages} sealed messages`,
);
