import { useEffect } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import { previewText } from './preview';

interface Props {
  item: Item;
  friend_id: number;
  username: string;
  onJump: (from: Item, id: number) => void;
}

/** The message that is answered; a press jumps to it, however old it is. */
export const Quote = ({ item, friend_id, username, onJump }: Props) => {
  const app = useApp();
  const { t, quotes } = app;
  const id = item.reply_to ?? 0;
  // A reply to a later message is impossible, but another client may claim it.
  const isPossible = item.id === 0 || id < item.id;
  const found = isPossible ? quotes.quoted(friend_id, id) : null;
  useEffect(() => {
    if (isPossible) void quotes.findQuoted(friend_id, id);
  }, [id, found === undefined]);
  const isTheirs = found?.sender_id === friend_id;
  return (
    <button
      type="button"
      class={`quote ${isTheirs ? 'of-them' : 'of-me'}`}
      disabled={!found}
      onClick={() => onJump(item, id)}
    >
      {found ? <strong>{isTheirs ? username : t.value.message.you}</strong> : null}
      <span class="quote-text" dir="auto">
        {found
          ? previewText(app, found)
          : found === null
            ? t.value.message.missing
            : t.value.ui.working}
      </span>
    </button>
  );
};
