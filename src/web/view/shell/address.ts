// The address says which conversation is open, `/#/c/{friend_id}`, and the browser's back button, or
// the swipe on a phone, closes the topmost dialog or goes where the reader was before. A link
// `/#/c/{friend_id}/{message_id}` opens a message. What is closed by hand leaves its history entry to
// the next: if the page went back by itself, that could collide with the user's own step back. Only a
// step back onto such an entry goes on, and until it has come about nothing is written: a browser
// carries out steps later, and what is pushed before that would lie above or below the wrong entry.
import { effect, untracked } from '@preact/signals';
import type { PushPlatform } from '../../model/platform';
import type { CoreClient } from '../ui/use-app';
import type { PageHistory } from './page-history';

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

/** What the browser's history says, and what this page has written there. */
const createEntries = (history: PageHistory) => {
  const read = (): Mark | null => {
    const { index, dialogs } = (history.state() ?? {}) as Partial<Mark>;
    return typeof index === 'number' && typeof dialogs === 'number' ? { index, dialogs } : null;
  };
  // After a reload no dialog is open.
  let current: Mark = { index: read()?.index ?? 0, dialogs: 0 };
  history.replace(current);
  return {
    current: () => current,
    /** Where the browser went; null if it is a link's own entry. */
    read,
    went(mark: Mark): void {
      current = mark;
    },
    replace(dialogs: number, address: string): void {
      current = { ...current, dialogs };
      history.replace(current, address);
    },
    push(dialogs: number, address: string): void {
      current = { index: current.index + 1, dialogs };
      history.push(current, address);
    },
  };
};

type Entries = ReturnType<typeof createEntries>;

interface State {
  /** The conversation that the current entry stands for. */
  shown: number | null;
  /** Something was closed by hand: the entry is free for what opens next. */
  isLeft: boolean;
  /** The page goes on back by itself, and is not there yet. */
  isGoing: boolean;
  /** Meanwhile something else was opened. */
  isOvertaken: boolean;
}

/** What is asked of the client: any that has these will do. */
interface Followed extends Pick<CoreClient, 'attempt'> {
  screen: Pick<CoreClient['screen'], 'closeConversation' | 'dialogs' | 'opened' | 'phase'>;
  /** Null while nobody is signed in. */
  signedIn: {
    peek(): {
      actions: {
        openConversation(friend_id: number): Promise<void>;
        toMessage(friend_id: number, id: number): Promise<boolean>;
      };
      conversations: { current: { value: unknown } };
    } | null;
  };
}

/** Opens what an address names. */
const createFollow =
  ({ attempt, signedIn, screen }: Followed, state: State) =>
  ({ friend_id, message_id }: Place): void => {
    const models = signedIn.peek();
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
        // A link of another account, or to somebody who never was a friend; another one may be open by now.
        const isIt = screen.opened.value === friend_id;
        if (isIt && conversations.current.value === null) screen.closeConversation();
        throw error;
      }),
    );
  };

/** Writes what was opened or closed into the history. */
const createWrite =
  ({ screen: { opened, dialogs } }: Followed, entries: Entries, state: State) =>
  (): void => {
    const [friend_id, count] = [opened.value, dialogs.value.length];
    const { dialogs: before } = entries.current();
    if (state.isGoing) {
      state.isOvertaken ||= friend_id !== state.shown || count > before;
    } else if (friend_id !== state.shown) {
      const put = state.isLeft || friend_id === null ? entries.replace : entries.push;
      state.isLeft = friend_id === null;
      state.shown = friend_id;
      put(count, addressOf(friend_id));
    } else if (count > before) entries.push(count, addressOf(friend_id));
  };

/** What a step of the browser, back or forward, does to the page. */
const createMoved = (client: Followed, history: PageHistory, entries: Entries, state: State) => {
  const { opened, dialogs } = client.screen;
  const follow = createFollow(client, state);
  const write = createWrite(client, entries, state);
  const goOn = (): void => {
    // From the first entry it leads out of the page, or nowhere.
    state.isGoing = entries.current().index > 0;
    state.isOvertaken = false;
    history.back();
  };
  return (): void => {
    const before = entries.current();
    const place = placeIn(history.hash());
    const mark = entries.read();
    const isOvertaken = state.isGoing && state.isOvertaken;
    state.isGoing = false;
    if (mark === null) {
      // Somebody followed a link to a message, or wrote an address.
      entries.went({ index: before.index + 1, dialogs: dialogs.value.length });
      entries.replace(dialogs.value.length, addressOf(place.friend_id));
      follow(place);
      return;
    }
    entries.went(mark);
    state.isLeft = false;
    if (isOvertaken) {
      // Nobody asked to close that: it lies over where this step led.
      state.shown = place.friend_id;
      write();
      return;
    }
    const isElsewhere = place.friend_id !== opened.value;
    const isBack = mark.index < before.index;
    if (isBack && dialogs.value.length > mark.dialogs && history.closeTopDialog()) {
      // It lay over what is open still, and had no entry of its own.
      if (isElsewhere) entries.push(mark.dialogs, addressOf(opened.value));
    } else if (isElsewhere) follow(place);
    // What this entry was for is closed already: the step back goes on to where something changes.
    else if (isBack) goOn();
  };
};

interface Sources {
  history: PageHistory;
  /** Of the notifications: presses on them. */
  push: Pick<PushPlatform, 'onOpen' | 'startsAt'>;
  /** The conversation in which the page was left; null if it was in none. */
  takeLast: () => number | null;
}

export const followAddress = (client: Followed, { history, push, takeLast }: Sources): void => {
  const { opened, dialogs, phase } = client.screen;
  const entries = createEntries(history);
  const state: State = {
    shown: placeIn(history.hash()).friend_id,
    isLeft: false,
    isGoing: false,
    isOvertaken: false,
  };
  const follow = createFollow(client, state);
  const write = createWrite(client, entries, state);
  // A link, or what another app shares, is what the page was opened for.
  const isPlain = history.isPlain();
  let hasBegun = false;

  effect(() => {
    const [isReady] = [phase.value === 'ready', opened.value, dialogs.value];
    if (isReady && !hasBegun) {
      hasBegun = true;
      const place = placeIn(history.hash());
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

  const hashOf = (path: string): string => path.replace(/^\/#?/, '');
  push.onOpen((path) => history.follow(hashOf(path)));
  void push.startsAt().then((path) => {
    if (path && placeIn(history.hash()).friend_id === null) history.follow(hashOf(path));
  });
  history.onMove(createMoved(client, history, entries, state));
};
