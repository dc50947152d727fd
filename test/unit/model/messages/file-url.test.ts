// A file of a message, as the page shows it: the server says which bytes it is, the message what opens them.
import { expect, test } from 'bun:test';
import { createFileUrl } from '../../../../src/web/model/messages/file-url';
import type { Attachment } from '../../../../src/web/model/messages/item';

const cat: Attachment = {
  id: 'file1',
  name: 'cat.png',
  size: 3,
  type: 'image/png',
  seal: { key: 'K'.repeat(43), sha256: 'S'.repeat(43) },
};

const files = () => {
  let downloads = 0;
  const keys: string[] = [];
  const made = createFileUrl({
    api: {
      async download() {
        downloads += 1;
        return new Blob(['cat']);
      },
    } as never,
    engine: {
      async openFile(sealed: Blob, key: string) {
        keys.push(key);
        if (key !== cat.seal?.key) throw new Error('tampered');
        return sealed;
      },
    } as never,
    fileCache: { find: async () => undefined, keep: async () => {} },
  });
  return { ...made, keys, downloads: () => downloads };
};

test('a picture is not shown in another message to which the server gives the same file', async () => {
  const { fileUrl, keys } = files();
  const { blob } = await fileUrl(cat);
  expect(await blob.text()).toBe('cat');
  const bobs = { ...cat, seal: { key: 'B'.repeat(43), sha256: 'T'.repeat(43) } };
  await expect(fileUrl(bobs)).rejects.toThrow('tampered');
  // Nor does it open as what no key closed.
  await fileUrl({ ...cat, seal: null });
  expect(keys).toEqual([cat.seal?.key ?? '', bobs.seal.key]);
});

test('a picture that was sent from here is not fetched, and one that was fetched is not again', async () => {
  const { fileUrl, sentFrom, downloads } = files();
  sentFrom(cat, new Blob(['cat']));
  expect(await (await fileUrl({ ...cat })).blob.text()).toBe('cat');
  expect(downloads()).toBe(0);
  const dog = { ...cat, id: 'file2' };
  expect((await fileUrl(dog)).url).toBe((await fileUrl({ ...dog })).url);
  expect(downloads()).toBe(1);
});
