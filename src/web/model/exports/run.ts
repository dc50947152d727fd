// Takes conversations along: their history from the server, opened here, as pages, as JSON, and with
// their files, in the order in which they were said.
import type { Friend, Person } from '../../../protocol/objects';
import { utf8 } from '../../crypto/bytes';
import type { Item } from '../messages/item';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import type { Entry } from './archive';
import { writeArchive } from './archive';
import { fileName } from './file-names';
import type { FileNeeds } from './files';
import { fetchFile } from './files';
import type { HistoryNeeds } from './history';
import { walk, withPatience } from './history';
import type {
  Left,
  Quoted,
  Recorded,
  RecordedConversation,
  RecordedFile,
  Rendering,
} from './record';
import { jsonOf } from './record';
import type { Saving } from './saving';

export interface RunNeeds extends HistoryNeeds, FileNeeds {
  api: Api;
  me: () => Person | null;
}

export interface Progress {
  /** Which conversation, from 1, of how many. */
  conversation: number;
  conversations: number;
  /** Of this conversation; `total` is the server's count. */
  messages: number;
  total: number;
  bytes: number;
}

export interface Taken {
  messages: number;
  files: number;
  /** What did not open or could not be had; it is listed in the export. */
  left: number;
  parts: number;
}

interface Run {
  needs: RunNeeds;
  rendering: Rendering;
  /** The folder that everything lies in. */
  root: string;
  signal: AbortSignal;
  progress: (change: Partial<Progress>) => void;
  conversations: RecordedConversation[];
  left: Left[];
}

const quoted_chars_max = 120;

/** What was said before, for those that answer it. */
const createQuotes = () => {
  const known = new Map<number, Quoted>();
  const byMid = new Map<string, Quoted>();
  return {
    note({ id, client_id, sender_id, isSealed, text, file }: Item, page: number): void {
      const quoted = {
        id,
        page,
        sender_id,
        text: (text || file?.name || '').slice(0, quoted_chars_max),
      };
      known.set(id, quoted);
      // Of an edited one, too: what answers it names its first.
      if (isSealed) byMid.set(client_id, quoted);
    },
    /** By what was sealed, if that is there; the number alone is the server's word. */
    of({ reply_to, reply_mid }: Item): Quoted | null {
      if (reply_to === null && reply_mid === null) return null;
      const found = reply_mid === null ? known.get(reply_to ?? 0) : byMid.get(reply_mid);
      return found ?? { id: reply_to ?? 0, page: null, sender_id: 0, text: '' };
    },
  };
};

const entryOf = (name: string, text: string): Entry => ({
  name,
  input: utf8(text),
  at: new Date(),
});

/** The file of a message, as an entry of its own. */
const fileOf = async (run: Run, conversation: RecordedConversation, item: Item, page: number) => {
  const { file } = item;
  if (file === null) return { file: null, entry: null };
  const fetched = await fetchFile(run.needs, file, run.signal);
  if ('why' in fetched) {
    run.left.push({
      friend_id: conversation.friend.id,
      id: item.id,
      at: item.at,
      page,
      what: 'file',
      reason: fetched.why,
      name: file.name,
    });
    return { file: { path: null, why: fetched.why }, entry: null };
  }
  const path = `files/${item.id}-${fileName(file.name)}`;
  conversation.files += 1;
  return {
    file: { path, why: null },
    entry: {
      name: `${run.root}/${conversation.folder}/${path}`,
      input: fetched.blob,
      at: new Date(item.at),
    },
  };
};

async function* conversationEntries(run: Run, friend: Person): AsyncGenerator<Entry> {
  const { needs, rendering, root, signal, progress, left } = run;
  const name = rendering.nameOf(friend);
  const folder = `${friend.id}-${fileName(name)}`;
  const conversation: RecordedConversation = {
    friend,
    name,
    folder,
    messages: 0,
    files: 0,
    disappearing: 0,
    pages: [],
  };
  run.conversations.push(conversation);
  const quotes = createQuotes();
  let number = 0;
  for await (const { items, disappearing, total, hasNext } of walk(needs, friend.id, signal)) {
    number += 1;
    const messages: Recorded[] = [];
    for (const item of items) {
      const { file, entry }: { file: RecordedFile | null; entry: Entry | null } = await fileOf(
        ...([run, conversation, item, number] as const),
      );
      if (entry) yield entry;
      if (item.trouble) {
        left.push({
          friend_id: friend.id,
          id: item.id,
          at: item.at,
          page: number,
          what: 'message',
          name: '',
          reason: item.trouble.reason,
        });
      }
      messages.push({ item, file, quoted: quotes.of(item) });
      quotes.note(item, number);
    }
    conversation.messages += items.length;
    conversation.disappearing += disappearing;
    progress({ messages: conversation.messages, total });
    const [first, last] = [items[0], items.at(-1)];
    if (first && last) {
      conversation.pages.push({ number, from: first.at, to: last.at, messages: items.length });
    }
    const page = { friend, number, hasNext, messages };
    yield entryOf(`${root}/${folder}/${number}.html`, rendering.page(page));
    yield entryOf(
      `${root}/${folder}/${number}.json`,
      `[\n${messages.map((each) => JSON.stringify(jsonOf(each))).join(',\n')}\n]\n`,
    );
  }
}

const listed = async ({ needs, signal }: Run): Promise<Friend[]> =>
  (
    await withPatience(needs.clock, signal, () =>
      needs.api.get('/conversations', answers.conversations),
    )
  ).map(({ friend }) => friend);

async function* allEntries(run: Run, only: Person | null): AsyncGenerator<Entry> {
  const { needs, rendering, root, progress, conversations, left } = run;
  const friends = only ? [only] : await listed(run);
  for (const [at, friend] of friends.entries()) {
    progress({ conversation: at + 1, conversations: friends.length, messages: 0, total: 0 });
    yield* conversationEntries(run, friend);
  }
  const me = needs.me();
  if (me === null) throw new Error('nobody is signed in');
  const all = { me, made_at: new Date(needs.clock.now()).toISOString(), conversations, left };
  yield entryOf(`${root}/index.json`, `${JSON.stringify(all, null, 2)}\n`);
  // The last of all: where it is missing, something is.
  yield entryOf(`${root}/index.html`, rendering.index(all));
}

interface Asked {
  /** All conversations, if it is null. */
  only: Person | null;
  name: string;
  rendering: Rendering;
  saving: Saving;
  signal: AbortSignal;
  progress: (change: Partial<Progress>) => void;
}

/** @throws ApiError, DOMException; then no part is left that looks whole */
export const runExport = async (needs: RunNeeds, asked: Asked): Promise<Taken> => {
  const { only, name, rendering, saving, signal, progress } = asked;
  const run: Run = {
    needs,
    rendering,
    root: name,
    signal,
    progress,
    conversations: [],
    left: [],
  };
  let bytes = 0;
  const parts = await writeArchive(allEntries(run, only), {
    saving,
    name,
    signal,
    note: (number) => entryOf(`${name}/part-${number}.html`, rendering.note(number)),
    wrote(more) {
      bytes += more;
      progress({ bytes });
    },
  });
  const sum = (of: (each: RecordedConversation) => number): number =>
    run.conversations.reduce((total, each) => total + of(each), 0);
  return {
    messages: sum((each) => each.messages),
    files: sum((each) => each.files),
    left: run.left.length,
    parts,
  };
};
