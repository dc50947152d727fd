// What another app shared waits for whom it is, and goes to nobody by itself.
import { expect, test } from 'bun:test';
import { createChosenFiles } from '../../../../src/web/model/messages/chosen-files';
import { createSharing } from '../../../../src/web/model/messages/media/sharing';
import { settle } from '../../../support/fake-parts';

const BOB = 2;
const CAROL = 3;

const open = async (shared: { text: string; files: File[] } | null, typed: [string, string][]) => {
  const texts = new Map(typed);
  const chosenFiles = createChosenFiles();
  const sharing = createSharing({
    shared: Promise.resolve(shared),
    chosenFiles,
    drafts: {
      read: (about) => texts.get(about) ?? null,
      write: async (about, text) => texts.set(about, text) !== undefined,
    },
  });
  await settle();
  return { sharing, chosenFiles, texts };
};

test('what is shared lies beside what was typed, for the one who was chosen', async () => {
  const files = ['a.jpg', 'b.jpg'].map((name) => new File([name], name));
  const { sharing, chosenFiles, texts } = await open({ text: 'a walk', files }, [['2', 'hello ']]);
  expect(sharing.waiting.value?.files.length).toBe(2);
  expect([...texts]).toEqual([['2', 'hello ']]);
  expect(await sharing.give(BOB)).toBe(true);
  expect(texts.get('2')).toBe('hello\na walk');
  expect(chosenFiles.of(BOB).files).toEqual(files);
  expect([chosenFiles.of(CAROL).files, texts.has('3')]).toEqual([[], false]);
  // It is given once.
  expect([sharing.waiting.value, await sharing.give(CAROL)]).toEqual([null, true]);
  expect(texts.has('3')).toBe(false);
});

test('declined it is gone; too many files are said, and a page that opened by itself has none', async () => {
  const files = Array.from({ length: 20 }, (_, at) => new File(['x'], `${at}`));
  const { sharing, chosenFiles, texts } = await open({ text: '', files }, []);
  sharing.dismiss();
  expect([sharing.waiting.value, await sharing.give(BOB)]).toEqual([null, true]);
  expect([chosenFiles.hasAny(), texts.size]).toEqual([false, 0]);
  const other = await open({ text: '', files }, []);
  other.chosenFiles.add(BOB, files.slice(0, 1));
  expect([await other.sharing.give(BOB), other.chosenFiles.of(BOB).files.length]).toEqual([
    false,
    20,
  ]);
  expect((await open(null, [])).sharing.waiting.value).toBe(null);
});
