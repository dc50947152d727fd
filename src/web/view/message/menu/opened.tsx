// What a press on a message opened: its menu, or the dialog that was chosen there.
import type { Dispatch, StateUpdater } from 'preact/hooks';
import { Dialog } from '../../ui/dialog';
import { lazy } from '../../ui/lazy';
import { useApp } from '../../ui/use-app';
import type { BubbleProps } from '../props';
import { removeWithUndo } from '../removal';
import { DetailsDialog } from './details';
import type { MenuPlace } from './menu';
import { Menu } from './menu';

const EmojiPicker = lazy(async () => (await import('../../ui/emoji/picker')).EmojiPicker);

/** Where the menu opens, or a dialog; `body` is the message that is lifted off the list with it. */
export type Open = 'details' | 'emoji' | MenuPlace | null;

export const Opened = ({
  open,
  setOpen,
  ...props
}: BubbleProps & { open: Open; setOpen: Dispatch<StateUpdater<Open>> }) => {
  const app = useApp();
  const { t, attempt, actions } = app;
  const { item, members, onReply, onEdit, onForward, onSelect } = props;
  const onClose = () => setOpen(null);
  if (open === null) return null;
  if (open === 'details') return <DetailsDialog {...props} onClose={onClose} />;
  if (open === 'emoji') {
    const onPick = (emoji: string) => {
      onClose();
      attempt(() => actions.react(item, emoji));
    };
    return (
      <Dialog title={t.value.message.react} onClose={onClose}>
        <EmojiPicker onPick={onPick} />
      </Dialog>
    );
  }
  return (
    <Menu
      item={item}
      at={open}
      onReply={onReply}
      onEdit={onEdit}
      members={members}
      onForward={() => onForward(members)}
      onSelect={onSelect}
      onEmoji={() => setOpen('emoji')}
      onDetails={() => setOpen('details')}
      onRemove={() => attempt(() => removeWithUndo(app, members))}
      onClose={() => setOpen((now) => (typeof now === 'string' ? now : null))}
    />
  );
};
