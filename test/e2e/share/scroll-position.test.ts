// Pictures in a conversation keep their place, and so does who reads it.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import { choose, drawn, isAtEnd, press, settled } from '../../support/pictures/gallery';
import { png, silence } from '../../support/pictures/photos';
import { openChat } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');
const count = 20;

test.skipIf(!hasBrowser)(
  'a conversation with pictures opens at its end or at the first unread, and whoever sends stays there',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    const shapes = [
      { width: 900, height: 600 },
      { width: 400, height: 1_200 },
      { width: 64, height: 64 },
    ];
    const files = Array.from({ length: count }, (_, at) => ({
      name: `picture ${at}.png`,
      mimeType: 'image/png',
      buffer: png({ ...(shapes[at % 3] ?? { width: 1, height: 1 }), hasMetadata: false }),
    }));
    await bob.goto('about:blank');
    await choose(alice, files);
    await press(alice, 'Send');
    await settled(alice, count);
    await isAtEnd(alice);

    // Each answer of the server takes its time. Unread: the line is at the top of the view, whatever comes in below and above it.
    await bob.route('**/api/v1/files/*', async (route) => {
      await new Promise((go) => setTimeout(go, 20 + Math.random() * 200));
      await route.continue().catch(() => {});
    });
    await bob.goto(pair.server.url);
    // The conversation in which the page was left opens by itself.
    await bob.locator('.composer').waitFor();
    let before = await drawn(bob);
    await soon(async () => {
      before = await drawn(bob);
      expect(before.line_px).toBeLessThan(40);
      // The name of the day, which stays at the top, does not lie over it.
      expect(before.line_px).toBeGreaterThanOrEqual(before.day_px ?? Number.NaN);
      expect(before.heights_px).toHaveLength(count);
    });
    await settled(bob, count);
    await soon(async () => {
      const { line_px, heights_px } = await drawn(bob);
      expect(Math.abs((line_px ?? Number.NaN) - (before.line_px ?? 0))).toBeLessThanOrEqual(1);
      expect(heights_px).toEqual(before.heights_px);
    });
    await bob.locator('.to-end').click();
    await bob.locator('.row .badge').waitFor({ state: 'detached' });

    // Read: it opens at its end, each time.
    for (let turn = 0; turn < 5; turn += 1) {
      await bob.reload();
      await openChat(bob, 'alice');
      await bob
        .locator('.picture')
        .nth(count - 1)
        .waitFor();
      await isAtEnd(bob);
      const places = (await drawn(bob)).heights_px;
      expect(places).toHaveLength(count);
      await settled(bob, count);
      await isAtEnd(bob);
      await soon(async () => expect((await drawn(bob)).heights_px).toEqual(places));
    }

    // Five more, while alice reads far up: she is taken to what she sends, and stays there.
    await alice.locator('.message-list').evaluate((log) => log.scrollTo(0, 0));
    await choose(alice, files.slice(0, 5));
    await press(alice, 'Send');
    await settled(alice, count + 5);
    await isAtEnd(alice);
    await settled(bob, count + 5);
    for (const page of [alice, bob]) await isAtEnd(page);
    // Whoever reads elsewhere once it was pressed is left there, however long they take to prepare.
    await choose(alice, files.slice(0, 5));
    await press(alice, 'Send');
    await alice.locator('.message-list').evaluate((log) => {
      log.dispatchEvent(new WheelEvent('wheel'));
      log.scrollTop -= 3_000;
    });
    await settled(bob, count + 10);
    await drawn(alice);
    await alice.getByRole('button', { name: 'Go to the newest message' }).waitFor();
    for (const browser of [alices, bobs]) expect(browser.outside).toEqual([]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'messages without sizes keep what is read where it is when their pictures come',
  async () => {
    await using pair = await openPair();
    const { alice, bob } = pair;
    // As an older client seals them: neither size nor preview goes with the file, and none is of an album.
    await alice.addInitScript(() => {
      const stringify = JSON.stringify;
      JSON.stringify = (value, ...rest) => {
        const file = value?.file;
        if (file && typeof file === 'object') {
          for (const name of ['width', 'height', 'preview']) delete file[name];
        }
        return stringify(value, ...(rest as []));
      };
    });
    // All within two screens: what is farther is not asked for.
    const count = 8;
    const worker = await alice.evaluate(
      () => document.querySelector<HTMLMetaElement>('meta[name=worker]')?.content ?? '',
    );
    // The worker seals: it is told the same before anything else.
    await alice.route(`**${worker}`, async (route) => {
      const answer = await route.fetch();
      const forget = `{const s=JSON.stringify;JSON.stringify=(v,...r)=>{if(v&&v.file){const{width:a,height:b,preview:c,...f}=v.file;v={...v,file:f,album:undefined}}return s(v,...r)}}`;
      await route.fulfill({ response: answer, body: forget + (await answer.text()) });
    });
    await alice.reload();
    await openChat(alice, 'bob');
    const files = Array.from({ length: count }, (_, at) => ({
      name: `picture ${at}.png`,
      mimeType: 'image/png',
      buffer: png({ width: 300, height: at % 2 ? 900 : 200, hasMetadata: false }),
    }));
    await choose(alice, files);
    await press(alice, 'Send');
    await settled(bob, count);
    await settled(alice, count);
    for (const page of [alice, bob]) await isAtEnd(page);

    for (let turn = 0; turn < 3; turn += 1) {
      await bob.reload();
      await openChat(bob, 'alice');
      await settled(bob, count);
      await isAtEnd(bob);
    }
    // In the middle, too, while those above are still to come.
    const held: (() => void)[] = [];
    await bob.route('**/api/v1/files/*', async (route) => {
      await new Promise<void>((go) => held.push(go));
      await route.continue().catch(() => {});
    });
    // What the device keeps of them would be there at once.
    await bob.evaluate(async () => {
      for (const { name = '' } of await indexedDB.databases()) {
        if (!name.includes('offline')) continue;
        await new Promise((resolve) => {
          indexedDB.open(name).onsuccess = ({ target }) => {
            const { result } = target as IDBOpenDBRequest;
            const change = result.transaction('files', 'readwrite');
            change.objectStore('files').clear();
            change.oncomplete = () => {
              result.close();
              resolve(undefined);
            };
          };
        });
      }
    });
    await bob.reload();
    await openChat(bob, 'alice');
    await bob
      .locator('.picture')
      .nth(count - 1)
      .waitFor();
    const read = bob.locator('.message-item').nth(4);
    const lies = () => read.evaluate((each) => Math.round(each.getBoundingClientRect().top));
    await isAtEnd(bob);
    await read.evaluate((each) => each.scrollIntoView({ block: 'start' }));
    await drawn(bob);
    const at_px = await lies();
    while (held.length < count) await bob.evaluate(() => new Promise(requestAnimationFrame));
    for (const go of held) go();
    await settled(bob, count);
    await soon(async () => expect(Math.abs((await lies()) - at_px)).toBeLessThanOrEqual(1));
    // The premise: they did not have their size before.
    expect(new Set((await drawn(bob)).heights_px).size).toBeGreaterThan(1);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a film and a sound have their place and their length before they are loaded',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    /** Half a second of a moving square, as the browser records it. */
    const recorded = await alice.evaluate(async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [160, 320];
      const context = canvas.getContext('2d');
      let at = 0;
      const timer = setInterval(() => {
        at += 1;
        context?.fillRect(at, at, 20, 20);
      }, 20);
      const recorder = new MediaRecorder(canvas.captureStream(25));
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      const isOver = new Promise((go) => recorder.addEventListener('stop', go));
      recorder.start(50);
      // Half a second at least: a busy machine draws, and records, nothing for a while.
      while (at < 25 || !parts.some(({ size }) => size > 0)) {
        await new Promise((go) => setTimeout(go, 20));
      }
      recorder.stop();
      await isOver;
      clearInterval(timer);
      return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
    });
    await choose(alice, [
      { name: 'film.webm', mimeType: 'video/webm', buffer: Buffer.from(recorded) },
      { name: 'sound.wav', mimeType: 'audio/wav', buffer: silence(7) },
    ]);
    await press(alice, 'Send');
    const film = bob.locator('.frame:has(.video-play)');
    await film.waitFor();
    await bob.locator('.player').waitFor();
    const place = (selector: string) =>
      bob.locator(selector).evaluate((each) => {
        const { width, height } = each.getBoundingClientRect();
        return [Math.round(width), Math.round(height)];
      });
    const before = await place('.frame');
    // Twice as high as wide, as it was recorded, and a blur of it is there.
    expect((before[1] ?? 0) / (before[0] ?? 1)).toBeCloseTo(2, 1);
    await film.locator('img.thumbnail').waitFor();
    // Nobody pressed it: its length is known from the message.
    await bob.locator('.player-time').getByText('0:07').waitFor();
    await film.getByRole('button').click();
    await bob
      .locator('.frame video')
      .evaluate((each: HTMLVideoElement) =>
        each.readyState > 1 ? null : new Promise((go) => each.addEventListener('canplay', go)),
      );
    await soon(async () => expect(await place('.frame')).toEqual(before));
    await isAtEnd(bob);
    for (const browser of [alices, bobs])
      expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
