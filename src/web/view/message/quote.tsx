import { useEffect } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import { isAnswerByServer } from './caveats';
import { previewText } from './preview';

interface Props {
  item: Item;
  friend_id: number;
  theirName: string;
  onJump: (from: Item, id: number) => void;
}

/** The message that is answered; a press jumps to it, however old it is. */
export const Quote = ({ item, friend_id, theirName, onJump }: Props) => {
  const app = useApp();
  const { t, account, quotes, pins } = app;
  const found = quotes.quotedBy(item);
  useEffect(() => {
    void quotes.findQuoted(item);
  }, [item.reply_to, item.reply_mid, found === undefined]);
  const isTheirs = found ? found.sender_id !== account.userId() : false;
  return (
    <button
      type="button"
      class={`quote ${isTheirs ? 'of-them' : 'of-me'}`}
      disabled={!found}
      onClick={() => onJump(item, found?.id ?? 0)}
    >
      {found ? <strong>{isTheirs ? theirName : t.value.message.you}</strong> : null}
      {isAnswerByServer(item, pins.pins.value[friend_id]) ? (
        <span class="by-server" title={t.value.trust.answerByServerText}>
          {t.value.trust.answerByServer}
        </span>
      ) : null}
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
