// A message under a key that nobody here knows, in a version older than one that was seen here, or one
// that was said to be deleted: its text on demand only, under that mark.
import { useState } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

const CONCEALED = ['unknown_key', 'outdated', 'deleted_before'];

/** Nothing of it is shown before somebody asks. */
export const isConcealed = ({ trouble }: Item): boolean =>
  CONCEALED.includes(trouble?.reason ?? '');

export const UnknownText = ({ item, name }: { item: Item; name: string }) => {
  const { t, actions } = useApp();
  const [text, setText] = useState<string | null>(null);
  const { trust } = t.value;
  const reasons: Record<string, string> = {
    outdated: trust.outdatedText,
    deleted_before: trust.deletedBeforeText,
  };
  const why = reasons[item.trouble?.reason ?? ''] ?? trust.unknownKeyText(name);
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
