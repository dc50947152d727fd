// The reactions below a message; a press adds or takes back one's own.
import { useLayoutEffect } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

/** Those of an album are one: who reacted to any of its pictures reacted to it. */
const reactionsOf = (members: Item[]) => {
  const all = new Map<string, { users: Set<number>; item: Item }>();
  for (const item of members) {
    for (const { emoji, user_ids } of item.reactions) {
      const known = all.get(emoji) ?? { users: new Set<number>(), item };
      for (const id of user_ids) known.users.add(id);
      all.set(emoji, known);
    }
  }
  return [...all];
};

/** One that is taken back goes with its button: the keys go on with the message. */
const useKeptFocus = () => {
  const focused = document.activeElement;
  const bubble = focused?.closest('.reactions')?.closest<HTMLElement>('.bubble');
  useLayoutEffect(() => {
    if (focused?.isConnected === false) bubble?.focus({ preventScroll: true });
  });
};

export const Reactions = ({ members }: { members: Item[] }) => {
  useKeptFocus();
  const {
    t,
    attempt,
    actions,
    account: { me },
  } = useApp();
  const all = reactionsOf(members);
  if (all.length === 0) return null;
  return (
    <div class="reactions">
      {all.map(([emoji, { users, item }]) => (
        <button
          type="button"
          key={emoji}
          aria-pressed={users.has(me.value?.id ?? 0)}
          aria-label={`${t.value.message.react} ${emoji} ${users.size}`}
          onClick={() => attempt(() => actions.react(item, emoji))}
        >
          {emoji}
          {users.size > 1 ? <span>{users.size}</span> : null}
        </button>
      ))}
    </div>
  );
};
