// Chosen files are prepared early, one after the other, and each once.
import { expect, test } from 'bun:test';
import { createPreparedFiles } from '../../../../src/web/model/messages/media/prepared-files';
import { settle } from '../../../support/fake-parts';

const [tea, cake] = [new File(['tea'], 'tea.png'), new File(['cake'], 'cake.png')];

/** `begun` are the names of files in the order in which they were begun; `finish` ends the first of them. */
const open = () => {
  const begun: string[] = [];
  const underWay: ((error?: Error) => void)[] = [];
  const code = { isThere: true };
  const files = createPreparedFiles({
    async loadPrepareFile() {
      if (!code.isThere) throw new TypeError('Failed to fetch dynamically imported module');
      return (file, isOriginal) =>
        new Promise((resolve, reject) => {
          begun.push(`${file.name}${isOriginal ? ', original' : ''}`);
          underWay.push((error) =>
            error ? reject(error) : resolve({ file, measures: {}, hasMetadata: false }),
          );
        });
    },
  });
  return { begun, code, files, finish: (error?: Error) => underWay.shift()?.(error) };
};

test('of two pictures the second is begun when the first is ready, and neither is made twice', async () => {
  const { begun, files, finish } = open();
  const [first, second] = [files.of(tea, false), files.of(cake, false)];
  await settle();
  expect(begun).toEqual(['tea.png']);
  finish();
  await settle();
  expect(begun).toEqual(['tea.png', 'cake.png']);
  finish();
  expect((await first).file).toBe(tea);
  expect(files.of(cake, false)).toBe(second);
  void files.of(cake, true);
  await settle();
  expect(begun).toEqual(['tea.png', 'cake.png', 'cake.png, original']);
});

test('what failed is tried again, and holds up nothing behind it', async () => {
  const { begun, code, files, finish } = open();
  const [first, second] = [files.of(tea, false), files.of(cake, false)];
  await settle();
  finish(new Error('gone meanwhile'));
  await expect(first).rejects.toThrow('gone meanwhile');
  await settle();
  finish();
  expect((await second).file).toBe(cake);
  code.isThere = false;
  await expect(files.of(tea, false)).rejects.toThrow('dynamically imported');
  code.isThere = true;
  void files.of(tea, false);
  await settle();
  expect(begun).toEqual(['tea.png', 'cake.png', 'tea.png']);
});

test('two clients of one process do not wait for each other', async () => {
  const [alice, bob] = [open(), open()];
  void alice.files.of(tea, false);
  void bob.files.of(tea, false);
  await settle();
  expect([alice.begun, bob.begun]).toEqual([['tea.png'], ['tea.png']]);
});
