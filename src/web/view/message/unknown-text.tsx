// A message under a key that nobody here knows, or in a version older than one that was seen here: its
// text on demand only, under that mark.
import { useState } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

/** Nothing of it is shown before somebody asks. */
export const isConcealed = ({ trouble }: Item): boolean =>
  trouble?.reason === 'unknown_key' || trouble?.reason === 'outdated';

export const UnknownText = ({ item, username }: { item: Item; username: string }) => {
  const { t, actions } = useApp();
  const [text, setText] = useState<string | null>(null);
  const isOutdated = item.trouble?.reason === 'outdated';
  const why = isOutdated ? t.value.trust.outdatedText : t.value.trust.unknownKeyText(username);
  return (
    <>
      <p class="hint">{why}</p>
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
