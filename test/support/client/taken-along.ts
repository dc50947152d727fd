// What a client takes along, unpacked, as somebody finds it years later.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { en } from '../../../src/web/i18n/en/en';
import { createExplain } from '../../../src/web/i18n/explain';
import { createFormat } from '../../../src/web/i18n/format';
import type { OpenSaving } from '../../../src/web/model/exports/saving';
import { createRendering } from '../../../src/web/view/exports/rendering';
import type { Client } from '../../../src/web/view/ui/use-app';
import type { Newcomer } from './real-client';
import { befriendBy, comeBack, newcomer, until } from './real-client';
import type { App } from './whole-client';

/** A disk with room for `room` bytes; what is aborted is not on it. */
export const fakeDisk = (part_bytes = Number.POSITIVE_INFINITY, room = part_bytes) => {
  const files = new Map<string, Uint8Array>();
  const open: string[] = [];
  const openSaving: OpenSaving = async () => ({
    part_bytes,
    async open(name) {
      const pieces: Uint8Array[] = [];
      open.push(name);
      const end = () => open.splice(open.indexOf(name), 1);
      return {
        async write(bytes) {
          pieces.push(bytes.slice());
          const used = pieces.reduce((sum, { length }) => sum + length, 0);
          if (used > room) throw new DOMException('the disk is full', 'QuotaExceededError');
        },
        async close() {
          end();
          files.set(name, new Uint8Array(Buffer.concat(pieces)));
        },
        async abort() {
          end();
        },
      };
    },
  });
  return { files, open, openSaving };
};

/** The client as the pages of an export see it, in English. */
export const readerOf = (app: App): Client => {
  const language = { value: 'en' as const };
  const t = { value: en };
  const format = createFormat({ language, locale: language, t } as never, app.today.day);
  return {
    ...app,
    language,
    t,
    format,
    ...createExplain({ t } as never, format, app.toast),
  } as never;
};

export const renderingOf = (app: App) => async () => createRendering(readerOf(app));

/** All parts in one folder, by what every machine has. */
export const unpack = (files: Map<string, Uint8Array>) => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-export-'));
  for (const [name, bytes] of files) {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    const { exitCode, stderr } = Bun.spawnSync(['python3', '-m', 'zipfile', '-e', path, dir]);
    if (exitCode !== 0) throw new Error(stderr.toString());
    rmSync(path);
  }
  const names = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
  return {
    dir,
    names: names.sort(),
    text: (name: string) => readFileSync(join(dir, name), 'utf8'),
    bytes: (name: string) => new Uint8Array(readFileSync(join(dir, name))),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
};

const decoded = (text: string): string =>
  text
    .replace(/&#39;|&quot;/g, (mark) => (mark === '&quot;' ? '"' : "'"))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** What a reader sees of each message of a page: its words, and where its links and pictures lead. */
export const seenIn = async (html: string) => {
  const seen: Record<string, { text: string; leads: string[] }> = {};
  let current: { text: string; leads: string[] } | undefined;
  const page = new HTMLRewriter()
    .on('li.message', {
      element(element) {
        current = { text: '', leads: [] };
        seen[element.getAttribute('id') ?? ''] = current;
      },
      text({ text }) {
        if (current) current.text += text;
      },
    })
    .on('li.message a, li.message img, li.message audio, li.message video', {
      element(element) {
        const lead = element.getAttribute('href') ?? element.getAttribute('src');
        if (lead) current?.leads.push(decodeURI(lead));
      },
    });
  await page.transform(new Response(html)).text();
  for (const each of Object.values(seen)) each.text = decoded(each.text);
  return seen;
};

/** Friends, each with the conversation open. */
export const pair = async (url: string) => {
  const [alice, bob] = [await newcomer(url, 'alice'), await newcomer(url, 'bob')];
  await befriendBy(alice, bob);
  await alice.app.actions.openConversation(bob.id);
  await bob.app.actions.openConversation(alice.id);
  const close = () => [alice, bob].map(({ browser }) => browser.close());
  return { alice, bob, [Symbol.dispose]: close };
};

export const itemsOf = ({ app }: Pick<Newcomer, 'app'>, friend_id: number) =>
  app.windows.timelineOf(friend_id).items;

export const hears = (who: Newcomer, friend: Newcomer, count: number) =>
  until(
    () => itemsOf(who, friend.id).filter(({ id, trouble }) => id > 0 && !trouble).length === count,
  );

/** By a page of alice's own browser, whose disk is `disk`. */
export const take = async (
  alice: Newcomer,
  disk: ReturnType<typeof fakeDisk>,
  friend_id?: number,
) => {
  Object.assign(alice.browser.kept, { openSaving: disk.openSaving });
  const { app } = await comeBack(alice.browser);
  const only = app.people.friendOf(friend_id ?? 0) ?? null;
  await app.exports.start({ only, name: 'taken', load: renderingOf(app) });
  await until(() => !app.exports.isRunning());
  return app.exports.state.value;
};
