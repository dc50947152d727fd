// The browser's back button: what it closes, and where it leads, on a history that is as late as a
// browser's own.
import { expect, test } from 'bun:test';
import { createScreen } from '../../../src/web/model/ui/screen';
import { followAddress } from '../../../src/web/view/shell/address';
import { settle } from '../../support/fake-parts';

const [BOB, CAROL] = [2, 3];

/** Steps come about later, and what is pushed cuts off what lay ahead; a dialog tells later that it closed. */
const openPage = async (address = '/') => {
  const screen = createScreen({ isBlocked: false });
  const entries: { state: unknown; address: string }[] = [{ state: null, address }];
  let [at, aimed, left] = [0, 0, 0];
  let moved = () => {};
  const open: number[] = [];

  const step = (by: number): void => {
    const to = aimed + by;
    if (to < 0) left += 1;
    if (entries[to] === undefined) return;
    aimed = to;
    setImmediate(() => {
      at = to;
      moved();
    });
  };
  const put = (place: number, entry: { state: unknown; address: string }): void => {
    if (place > at) entries.splice(place);
    entries[place] = entry;
    // As in a browser: a step that is on its way goes where it was aimed at.
    if (aimed === at) aimed = place;
    at = place;
  };
  const page = {
    screen,
    open,
    /** So often the way back led out of the page. */
    left: () => left,
    address: () => entries[at]?.address,
    openDialog(): void {
      open.push(screen.openDialog());
    },
    /** By hand. */
    closeDialog(): void {
      screen.closeDialog(open.pop() ?? 0);
    },
    /** By the browser itself: its page hears of it later. */
    async dismiss(): Promise<void> {
      const layer = open.pop() ?? 0;
      await settle();
      screen.closeDialog(layer);
    },
    step,
    async back(): Promise<void> {
      step(-1);
      await settle();
    },
  };
  const models = {
    actions: {
      openConversation: async (friend_id: number) => screen.openConversation(friend_id),
      toMessage: async () => true,
    },
    conversations: { current: { value: {} } },
  };
  const client = {
    screen,
    attempt: (act: () => unknown) => void act(),
    signedIn: { peek: () => models },
  };
  followAddress(client, {
    history: {
      hash: () => (entries[at]?.address ?? '').replace(/^\/#?(?=$|#)/, '').replace(/^\//, ''),
      follow(hash) {
        put(at + 1, { state: null, address: `/#${hash.replace(/^#/, '')}` });
        setImmediate(moved);
      },
      isPlain: () => address === '/',
      state: () => entries[at]?.state,
      push: (state, to) => put(at + 1, { state, address: to }),
      replace: (state, to) => put(at, { state, address: to ?? entries[at]?.address ?? '' }),
      back: () => step(-1),
      onMove(act) {
        moved = act;
      },
      closeTopDialog() {
        if (open.length === 0) return false;
        void page.dismiss();
        return true;
      },
    },
    push: { onOpen: () => {}, startsAt: async () => null },
    takeLast: () => null,
  });
  screen.show('ready');
  await settle();
  return page;
};

test('a step back closes the topmost dialog, and beyond those that were closed by hand it leads to the list', async () => {
  const page = await openPage();
  page.screen.openConversation(BOB);
  page.openDialog();
  page.openDialog();
  await page.back();
  expect([page.open.length, page.screen.opened.value]).toEqual([1, BOB]);
  page.closeDialog();
  await page.back();
  expect([page.address(), page.screen.opened.value, page.left()]).toEqual(['/', null, 0]);
  // Where there is nothing more to close it leads out.
  await page.back();
  expect(page.left()).toBe(1);
});

test('a dialog that is closing already takes no step back for itself', async () => {
  const page = await openPage();
  page.screen.openConversation(BOB);
  page.openDialog();
  const closing = page.dismiss();
  expect(page.screen.dialogs.value).toHaveLength(1);
  page.step(-1);
  await closing;
  await settle();
  expect([page.screen.opened.value, page.screen.dialogs.value]).toEqual([null, []]);
  expect([page.address(), page.left()]).toEqual(['/', 0]);
});

test('what is opened while the page goes on back by itself has an entry, and so a step back, of its own', async () => {
  for (const what of ['dialog', 'conversation'] as const) {
    const page = await openPage();
    page.screen.openConversation(BOB);
    page.openDialog();
    page.closeDialog();
    page.step(-1);
    // The first of the two steps has come about.
    await new Promise((next) => setImmediate(next));
    expect(page.screen.opened.value).toBe(BOB);
    if (what === 'dialog') page.openDialog();
    else page.screen.openConversation(CAROL);
    await settle();
    const shown = what === 'dialog' ? BOB : CAROL;
    expect([page.screen.opened.value, page.address()]).toEqual([shown, `/#/c/${shown}`]);
    if (what === 'dialog') {
      expect(page.screen.dialogs.value).toHaveLength(1);
      await page.back();
      await settle();
      expect([page.screen.opened.value, page.screen.dialogs.value]).toEqual([BOB, []]);
    }
    await page.back();
    expect([page.address(), page.screen.opened.value]).toEqual(['/', null]);
    expect(page.left()).toBe(0);
  }
});

test('to and fro between two conversations, with dialogs on the way, each step is one', async () => {
  const page = await openPage();
  for (const friend_id of [BOB, CAROL]) {
    page.screen.openConversation(friend_id);
    page.openDialog();
    page.closeDialog();
  }
  const places: unknown[] = [];
  for (const by of [-1, -1, 1, -1]) {
    page.step(by);
    await settle();
    places.push(page.screen.opened.value);
  }
  expect(places).toEqual([BOB, null, BOB, null]);
  expect(page.left()).toBe(0);
});
