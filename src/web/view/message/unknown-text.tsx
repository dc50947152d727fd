// A message under a key that nobody here knows: its text on demand only, under that mark.
import { useState } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

export const UnknownText = ({ item, username }: { item: Item; username: string }) => {
  const { t, actions } = useApp();
  const [text, setText] = useState<string | null>(null);
  return (
    <>
      <p class="hint">{t.value.trust.unknownKeyText(username)}</p>
      {text === null ? (
        <button type="button" class="small" onClick={() => setText(actions.textUnder(item))}>
          {t.value.trust.showAnyway}
        </button>
      ) : (
        <p class="unknown-text" dir="auto">
          {text}
        </p>
      )}
    </>
  );
};
