import { withoutMarks } from '../../../protocol/formatting';
import { isNote } from '../../model/messages/item';
import type { Kind } from '../../model/messages/offline/findable';
import { KINDS } from '../../model/messages/offline/findable';
import type { BackTo } from '../../model/messages/offline/reader';
import type { Found } from '../../model/search/search';
import { wordsOf } from '../../model/search/words';
import { cautionOf, previewText } from '../message/preview';
import { cleanName } from '../ui/file-name';
import { Face } from '../ui/person/face';
import { nameOf, PersonName } from '../ui/person/person-name';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';
import { Marked } from './marked';

const Result = ({ found, words }: { found: Found; words: string[] }) => {
  const app = useApp();
  const {
    t,
    attempt,
    actions,
    conversations,
    account: { me },
    format: { listTime },
  } = app;
  const { friend_id, item } = found;
  const known = conversations.list.value.find(({ friend }) => friend.id === friend_id);
  if (!known) return null;
  const open = async () => {
    await actions.openConversation(friend_id);
    // What waits to be sent stands at the end.
    if (item.id === 0) await actions.toEnd(friend_id);
    else await actions.toMessage(friend_id, item.id);
  };
  const fileName = item.file ? cleanName(item.file.name) : '';
  const said = [withoutMarks(item.text), fileName].filter(Boolean).join(' · ');
  const isMine = item.sender_id === me.value?.id;
  return (
    <li>
      <button type="button" class="row found" onClick={() => attempt(open)}>
        <Face person={known.friend} />
        <span class="row-text">
          <span class="row-name">
            <PersonName person={known.friend} />
          </span>
          <span class="row-line">
            {isMine && !isNote(item) ? t.value.sidebar.yourMessage : ''}
            {words.length > 0 ? (
              <>
                {cautionOf(app, item)}
                <Marked text={said} words={words} />
              </>
            ) : (
              previewText(app, item)
            )}
          </span>
        </span>
        <span class="row-side">
          <time dateTime={item.at}>{listTime(item.at)}</time>
        </span>
      </button>
    </li>
  );
};

/** Which kinds, and in which conversation. */
export const Filters = () => {
  const app = useApp();
  const { t, attempt, search, conversations } = app;
  const texts = t.value.search;
  const { kinds, friend_id } = search.query.value;
  const known = conversations.list.value.find(({ friend }) => friend.id === friend_id);
  const toggle = (kind: Kind) => {
    const next = kinds.includes(kind) ? [] : [kind];
    attempt(() => search.ask({ kinds: next }));
  };
  return (
    <fieldset class="chips" aria-label={texts.filters}>
      {known ? (
        <button
          type="button"
          class="chip"
          aria-pressed={true}
          title={texts.everywhere}
          onClick={() => attempt(() => search.ask({ friend_id: null }))}
        >
          {texts.inConversation(nameOf(app, known.friend))} ×
        </button>
      ) : null}
      {KINDS.map((kind) => (
        <button
          type="button"
          class="chip"
          key={kind}
          aria-pressed={kinds.includes(kind)}
          onClick={() => toggle(kind)}
        >
          {texts.kinds[kind]}
        </button>
      ))}
    </fieldset>
  );
};

/** How far back was searched, or that nothing was left out. */
const reachText = ({ t, format }: Client, { since_ms }: BackTo): string => {
  const { all, since } = t.value.search;
  return since_ms === null ? all : since(format.monthOf(new Date(since_ms).toISOString()));
};

/** Messages that have the words, under the conversations whose names do. */
export const Results = () => {
  const app = useApp();
  const { t, attempt, search } = app;
  const texts = t.value.search;
  const { text, kinds } = search.query.value;
  const found = search.found.value;
  const words = wordsOf(text);
  if (!search.isPossible()) return <p class="hint search-end">{texts.impossible}</p>;
  if (text.trim() === '' && kinds.length === 0) return null;
  const reach = search.reach.value;
  return (
    <section aria-label={texts.messages} aria-busy={search.isAtWork.value}>
      <h2 class="list-title">{texts.messages}</h2>
      <ul class="list">
        {found.map((each) => (
          <Result key={each.item.id || each.item.client_id} found={each} words={words} />
        ))}
      </ul>
      {search.hasMore.value ? (
        <button type="button" class="small" onClick={() => attempt(search.more)}>
          {texts.more}
        </button>
      ) : null}
      <p class="hint search-end" role="status">
        {found.length === 0 && !search.isAtWork.value ? texts.nothing : ''}
        {reach === null ? '' : reachText(app, reach)}
      </p>
    </section>
  );
};
