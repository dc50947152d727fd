// Several messages at once: which are selected, and what can be done with them.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { isForwardable } from '../../model/messages/forwarding';
import type { Item } from '../../model/messages/item';
import { keyOf } from '../../model/messages/item';
import { matesOf } from '../../model/messages/media/album';
import { removeWithUndo } from '../message/removal';
import { IconButton } from '../ui/icon';
import { isComposing } from '../ui/key-event';
import { copyText } from '../ui/pass-file';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';

const isSelectable = ({ id, call }: Item): boolean => id > 0 && call === null;

const focusBox = (key: string): void =>
  document
    .querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] .select-box`)
    ?.focus({ preventScroll: true });

/** Those from one to another, in the order in which they stand. */
const between = (items: Item[], from: string, to: string): string[] => {
  const places = [from, to].map((key) => items.findIndex((item) => keyOf(item) === key));
  const [first = 0, last = 0] = places.sort((a, b) => a - b);
  return first < 0
    ? [to]
    : items
        .slice(first, last + 1)
        .filter(isSelectable)
        .map(keyOf);
};

export const useSelection = (friend_id: number) => {
  const {
    screen: { dialogs },
    windows: { timelineOf },
  } = useApp();
  const [keys, setKeys] = useState<Set<string> | null>(null);
  const last = useRef('');
  const { items } = timelineOf(friend_id);
  const end = () => setKeys(null);
  const isOn = keys !== null;
  // In the step in which the bar is there: the next key is meant for it.
  useLayoutEffect(() => {
    if (!isOn) return;
    focusBox(last.current);
    const onKey = (event: KeyboardEvent) => {
      // In the list of conversations it ends a search, or closes a menu.
      const isElsewhere = event.target instanceof Element && event.target.closest('.sidebar');
      const isFree = dialogs.value.length === 0 && !isElsewhere;
      if (event.key === 'Escape' && !isComposing(event) && isFree) end();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOn]);
  return {
    isOn,
    end,
    isSelected: (item: Item): boolean => keys?.has(keyOf(item)) ?? false,
    /** What was deleted meanwhile is none of them any more. */
    chosen: items.filter((item) => keys?.has(keyOf(item)) && isSelectable(item)),
    /** Begins with the first; with Shift all up to this one. */
    select(item: Item, isRange = false): void {
      const key = keyOf(item);
      const from = last.current;
      // Messages hold this from when they were rendered: what is selected by now is another set.
      setKeys((now) => {
        const next = new Set(now);
        const { items } = timelineOf(friend_id);
        const all = isRange && now ? between(items, from, key) : [];
        for (const each of all) next.add(each);
        if (all.length > 0) return next;
        // An album is selected as the one that it is.
        const isOff = next.has(key);
        for (const mate of matesOf(items, item).filter(isSelectable).map(keyOf)) {
          if (isOff) next.delete(mate);
          else next.add(mate);
        }
        return next;
      });
      last.current = key;
      focusBox(key);
    },
  };
};

export type Selection = ReturnType<typeof useSelection>;

interface Props {
  friend: Friend;
  selection: Selection;
  onForward: (items: Item[]) => void;
}

/** One text after the other, each said by whom if there are two. */
const useCopy = ({ friend, selection }: Props) => {
  const app = useApp();
  const { t, account } = app;
  const texts = selection.chosen.filter(({ text }) => text.trim() !== '');
  const isOfBoth = new Set(texts.map(({ sender_id }) => sender_id)).size > 1;
  const line = ({ sender_id, text }: Item) => {
    const name = sender_id === account.userId() ? t.value.message.you : nameOf(app, friend);
    return isOfBoth ? t.value.ui.labelled(name, text) : text;
  };
  return {
    canCopy: texts.length > 0,
    async copy() {
      if (await copyText(app, texts.map(line).join('\n'))) selection.end();
    },
  };
};

export const SelectionBar = (props: Props) => {
  const { friend, selection, onForward } = props;
  const app = useApp();
  const { t, attempt, confirm } = app;
  const { message } = t.value;
  const { chosen, end } = selection;
  const { canCopy, copy } = useCopy(props);
  const forwardable = chosen.filter(isForwardable);
  const remove = async () => {
    const { isSelf } = app.people;
    const theirs = chosen.filter(({ sender_id }) => !isSelf(sender_id)).length;
    const mine = isSelf(friend.id) ? 0 : chosen.length - theirs;
    const lines = [
      ...(mine > 0 ? [message.deleteOwn(mine, nameOf(app, friend))] : []),
      ...(theirs > 0 ? [message.deleteTheirs(theirs, nameOf(app, friend))] : []),
    ];
    const isSure = await confirm.ask({
      title: message.deleteSeveral(chosen.length),
      text: lines.join(' '),
      action: message.delete,
      isDangerous: true,
    });
    if (!isSure) return;
    end();
    await removeWithUndo(app, chosen);
  };
  return (
    <div class="composer selection-bar" role="toolbar" aria-label={message.select}>
      <IconButton icon="close" label={message.endSelecting} onClick={end} />
      <p class="selection-count" role="status">
        {message.selected(chosen.length)}
      </p>
      <IconButton
        icon="copy"
        label={t.value.ui.copy}
        disabled={!canCopy}
        onClick={() => attempt(copy)}
      />
      <IconButton
        icon="forward"
        label={message.forward}
        disabled={forwardable.length === 0}
        onClick={() => onForward(forwardable)}
      />
      <IconButton
        icon="bin"
        kind="danger"
        label={message.delete}
        disabled={chosen.length === 0}
        onClick={() => attempt(remove)}
      />
    </div>
  );
};
