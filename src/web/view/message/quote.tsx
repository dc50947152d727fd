import { useEffect } from 'preact/hooks';
import { w } from '../../i18n/language';
import { app } from '../../model/app';
import { quoted } from '../../model/messages/quotes';
import type { Item } from '../../model/state';
import { previewText } from './preview';

interface Props {
  item: Item;
  friend_id: number;
  username: string;
  /** Where it is at hand. */
  answered: Item | null | undefined;
  onJump: (from: Item, id: number) => void;
}

/** What a message answers to; a press leads there, however far back it is. */
export const Quote = ({ item, friend_id, username, answered, onJump }: Props) => {
  const id = item.reply_to ?? 0;
  // Nobody answers to what comes later; a friend's client may say so all the same.
  const isPossible = item.id === 0 || id < item.id;
  const found = answered ?? (isPossible ? quoted(id) : null);
  useEffect(() => {
    if (!answered && isPossible) void app.quotes.find(friend_id, id);
  }, [id, answered === null]);
  const isTheirs = found?.sender_id === friend_id;
  return (
    <button
      type="button"
      class={`quote ${isTheirs ? 'of-them' : 'of-me'}`}
      disabled={!found}
      onClick={() => onJump(item, id)}
    >
      {found ? <strong>{isTheirs ? username : w.value.you}</strong> : null}
      <span class="quote-text" dir="auto">
        {found ? previewText(found) : found === null ? w.value.gone : w.value.working}
      </span>
    </button>
  );
};
