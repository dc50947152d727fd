// The address says which conversation is open, `/#/c/{friend_id}`, and the browser's back button, or
// the swipe on a phone, closes the topmost dialog or goes where the reader was before. A link
// `/#/c/{friend_id}/{message_id}` opens a message. What is closed by hand leaves its history entry to
// the next: if the page went back by itself, that could collide with the user's own step back.
import { effect, untracked } from '@preact/signals';
import type { PushPlatform } from '../../model/platform';
import type { EntryClient } from '../ui/use-app';
import { rememberOpened } from './last-opened';

/** In each history entry: its place among those of this page, and how many dialogs are open there. */
interface Mark {
  index: number;
  dialogs: number;
}

interface Place {
  friend_id: number | null;
  message_id: number | null;
}

const id = '([1-9][0-9]{0,14})';
const FORM = new RegExp(`^#/c/${id}(?:/${id})?$`);

/** The list, if the address names no conversation. */
const placeIn = (hash: string): Place => {
  const [, friend_id, message_id] = FORM.exec(hash) ?? [];
  return {
    friend_id: friend_id ? Number(friend_id) : null,
    message_id: message_id ? Number(message_id) : null,
  };
};

const addressOf = (friend_id: number | null): string =>
  friend_id === null ? '/' : `/#/c/${friend_id}`;

const closeTopDialog = (): void =>
  [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')].at(-1)?.close();

/** What the browser's history says, and what this page has written there. */
const createEntries = () => {
  const read = (): Mark | null => {
    const { index, dialogs } = (history.state ?? {}) as Partial<Mark>;
    return typeof index === 'number' && typeof dialogs === 'number' ? { index, dialogs } : null;
  };
  let current: Mark = read() ?? { index: 0, dialogs: 0 };
  // After a reload no dialog is open.
  current = { ...current, dialogs: 0 };
  return {
    current: () => current,
    /** Where the browser went; null if it is a link's own entry. */
    read,
    went(mark: Mark): void {
      current = mark;
    },
    replace(dialogs: number, address: string): void {
      current = { ...current, dialogs };
      history.replaceState(current, '', address);
    },
    push(dialogs: number, address: string): void {
      current = { index: current.index + 1, dialogs };
      history.pushState(current, '', address);
    },
  };
};

type Entries = ReturnType<typeof createEntries>;

interface State {
  /** The conversation that the current entry stands for. */
  shown: number | null;
  /** Something was closed by hand: the entry is free for what opens next. */
  isLeft: boolean;
}

/** Opens what an address names. */
const createFollow =
  ({ attempt, inside, screen }: EntryClient, state: State) =>
  ({ friend_id, message_id }: Place): void => {
    const models = inside.peek();
    // Nobody is signed in: the address is followed when somebody is.
    if (models === null) return;
    const { actions, conversations } = models;
    state.shown = friend_id;
    if (friend_id === null) {
      screen.closeConversation();
      return;
    }
    const open = async () => {
      if (screen.opened.value !== friend_id) await actions.openConversation(friend_id);
      if (message_id !== null) await actions.toMessage(friend_id, message_id);
    };
    attempt(() =>
      open().catch((error) => {
        // A link of another account, or to somebody who never was a friend.
        if (conversations.current.value === null) screen.closeConversation();
        throw error;
      }),
    );
  };

/** Writes what was opened or closed into the history. */
const createWrite =
  ({ screen: { opened, dialogs } }: EntryClient, entries: Entries, state: State) =>
  (): void => {
    const [friend_id, count] = [opened.value, dialogs.value.length];
    const { dialogs: before } = entries.current();
    if (friend_id !== state.shown) {
      const put = state.isLeft || friend_id === null ? entries.replace : entries.push;
      state.isLeft = friend_id === null;
      state.shown = friend_id;
      put(count, addressOf(friend_id));
    } else if (count > before) entries.push(count, addressOf(friend_id));
  };

/** `onOpen` and `startsAt` are of the notifications: presses on them. */
export const followAddress = (
  client: EntryClient,
  { onOpen, startsAt }: Pick<PushPlatform, 'onOpen' | 'startsAt'>,
): void => {
  const { opened, dialogs, phase } = client.screen;
  const entries = createEntries();
  const state: State = { shown: placeIn(location.hash).friend_id, isLeft: false };
  const follow = createFollow(client, state);
  const write = createWrite(client, entries, state);
  const takeLast = rememberOpened(client);
  // A link, or what another app shares, is what the page was opened for.
  const isPlain = location.pathname === '/' && location.hash === '' && location.search === '';
  let hasBegun = false;

  effect(() => {
    const [isReady] = [phase.value === 'ready', opened.value, dialogs.value];
    if (isReady && !hasBegun) {
      hasBegun = true;
      const place = placeIn(location.hash);
      const last = takeLast();
      if (place.friend_id !== null && opened.peek() === null) {
        return untracked(() => follow(place));
      }
      if (last !== null && isPlain && opened.peek() === null) {
        untracked(() => follow({ friend_id: last, message_id: null }));
        // The list lies behind it.
        state.shown = null;
      }
    }
    // An invitation's address is its own, until it was read.
    if (isReady || opened.value !== null || dialogs.value.length > 0) write();
    return undefined;
  });

  onOpen((path) => {
    location.hash = path.replace(/^\/#?/, '');
  });
  void startsAt().then((path) => {
    if (path && placeIn(location.hash).friend_id === null) {
      location.hash = path.replace(/^\/#?/, '');
    }
  });
  addEventListener('popstate', () => {
    const before = entries.current();
    const place = placeIn(location.hash);
    const mark = entries.read();
    if (mark === null) {
      // Somebody followed a link to a message, or wrote an address.
      entries.went({ index: before.index + 1, dialogs: dialogs.value.length });
      entries.replace(dialogs.value.length, addressOf(place.friend_id));
      return follow(place);
    }
    entries.went(mark);
    state.isLeft = false;
    const isBack = mark.index < before.index;
    if (isBack && dialogs.value.length > mark.dialogs) return closeTopDialog();
    if (place.friend_id !== opened.value) return follow(place);
    // What this entry was for is closed already: the step back goes on to where something changes.
    if (isBack) history.go(-1);
    return undefined;
  });
};
