// Albums: pictures that were sent as one are shown as one, whatever anybody's client says about them.
import { expect, test } from 'bun:test';
import { readBody } from '../../../../src/web/crypto/body';
import type { Item } from '../../../../src/web/model/messages/item';
import { itemOf } from '../../../../src/web/model/messages/item';
import { albumsFor, gathered, matesOf } from '../../../../src/web/model/messages/media/album';
import { heightOf, mosaic } from '../../../../src/web/view/message/media/mosaic';

const ALICE = 1;
const BOB = 2;

interface Part {
  id: number;
  album?: object;
  from?: number;
  type?: string;
}

const said = ({ id, album, from = ALICE, type = 'image/jpeg' }: Part): Item => {
  const file = {
    key: 'A'.repeat(43),
    name: `${id}.jpg`,
    type,
    size: 3,
    sha256: 'A'.repeat(43),
  };
  const body = readBody(type === '' ? { text: `text ${id}` } : ({ file, album } as never));
  const message = {
    id,
    sender_id: from,
    receiver_id: from === ALICE ? BOB : ALICE,
    content: '',
    message_type: 'image' as const,
    timestamp: '2026-05-01T12:00:00.000Z',
    is_read: false,
    is_encrypted: true,
    client_id: `m${id}`,
    file: { id: `file${id}`, name: 'blob', size: 3, type: 'application/octet-stream' },
  };
  return itemOf(message, { body, key_id: 'k', trouble: null });
};

const shown = (items: Item[]): number[][] => gathered(items).map((all) => all.map(({ id }) => id));

test('the pictures of an album stand together in their order, where the first of them stands', () => {
  const of = (n: number) => ({ id: 'lake', n, of: 3 });
  const items = [
    said({ id: 1, type: '' }),
    said({ id: 2, album: of(2) }),
    // Bob wrote while the others were on their way.
    said({ id: 3, from: BOB, type: '' }),
    said({ id: 4, album: of(1) }),
    said({ id: 5, album: of(3) }),
    said({ id: 6 }),
  ];
  expect(shown(items)).toEqual([[1], [4, 2, 5], [3], [6]]);
  const [, second] = items;
  expect(matesOf(items, second as Item).map(({ id }) => id)).toEqual([4, 2, 5]);
  // One that is left over is a picture like others.
  expect(shown([items[1] as Item])).toEqual([[2]]);
});

test('an album is of one person, holds ten, and is made of pictures and films', () => {
  const album = { id: 'same', n: 1, of: 10 };
  const mixed = [
    said({ id: 1, album }),
    said({ id: 2, album, from: BOB }),
    said({ id: 3, album, type: 'application/pdf' }),
    said({ id: 4, album, type: 'video/mp4' }),
  ];
  expect(shown(mixed)).toEqual([[1, 4], [2], [3]]);
  const many = Array.from({ length: 23 }, (_, at) => said({ id: at + 1, album }));
  expect(gathered(many).map(({ length }) => length)).toEqual([10, 10, 3]);
});

test('what is no album in a sealed text is none, and the picture stays', () => {
  const good = { id: 'a', n: 2, of: 2 };
  expect(said({ id: 1, album: good }).album).toEqual(good);
  const bad: unknown[] = [
    null,
    'a',
    {},
    { ...good, n: 0 },
    { ...good, n: 3 },
    { ...good, n: 1.5 },
    { ...good, of: 1, n: 1 },
    { ...good, of: 11 },
    { ...good, id: '' },
    { ...good, id: 'x'.repeat(65) },
    { ...good, id: 7 },
  ];
  for (const album of bad) {
    const item = said({ id: 1, album: album as object });
    expect([album, item.album, item.file?.name]).toEqual([album, null, '1.jpg']);
  }
});

test('chosen pictures become albums of two to ten, and other files stand between them', () => {
  const sizes = (types: string[]) => {
    const places = albumsFor(types.map((type) => ({ type })));
    expect(places.length).toBe(types.length);
    return places.map((album) => (album ? `${album.n}/${album.of}` : '-')).join(' ');
  };
  const [jpeg, film, pdf] = ['image/jpeg', 'video/mp4', 'application/pdf'];
  expect(sizes([])).toBe('');
  expect(sizes([jpeg])).toBe('-');
  expect(sizes([jpeg, film])).toBe('1/2 2/2');
  expect(sizes([pdf, jpeg, pdf, jpeg, jpeg, 'image/svg+xml'])).toBe('- - - 1/2 2/2 -');
  const eleven = albumsFor(Array.from({ length: 11 }, () => ({ type: jpeg })));
  expect(eleven.map((album) => album?.of)).toEqual([...Array(5).fill(5), ...Array(6).fill(6)]);
  expect(new Set(eleven.map((album) => album?.id)).size).toBe(2);
});

test('every album has a mosaic that loses none, and is neither a strip nor a tower', () => {
  for (let count = 2; count <= 10; count += 1) {
    for (const ratio of [0.6, 1, 1.5, 1.9]) {
      const ratios = Array.from({ length: count }, (_, at) => (at % 3 === 0 ? ratio : 1));
      const rows = mosaic(ratios);
      expect(rows.flat()).toEqual(ratios);
      const height = heightOf(rows);
      expect([count, ratio, height > 0.3 && height < 1.7]).toEqual([count, ratio, true]);
    }
  }
});
