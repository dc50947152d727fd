// The menu of a message: opened by the button beside it, the other mouse button, a long press, or
// Enter on the message.
import { edit_window_ms } from '../../../../protocol/limits';
import { isForwardable } from '../../../model/messages/forwarding';
import type { Item } from '../../../model/messages/item';
import { isNote, otherOf } from '../../../model/messages/item';
import { isRaster } from '../../../model/messages/media/kinds';
import { quickEmoji } from '../../ui/emoji/emoji';
import { Icon, type IconName } from '../../ui/icon';
import {
  canCopyPictures,
  canShareFile,
  copyPicture,
  copyText,
  shareFile,
} from '../../ui/pass-file';
import type { Place } from '../../ui/popover';
import { putAt, usePopover } from '../../ui/popover';
import { saveFile } from '../../ui/save-file';
import type { Client } from '../../ui/use-app';
import { useApp } from '../../ui/use-app';
import { Lifted, placeLifted } from './lifted';

/** Only own texts can be edited, within 24 hours; in the clear only to somebody without a key. */
export const isEditable = (app: Client, item: Item): boolean => {
  const {
    account: { me },
    keys,
    pins,
  } = app;
  const { receiver_id } = item;
  // Without a connection it may not be known: whoever turns out to have a key gets no such edit.
  const isPlain = () =>
    (keys.peerKeys.value[receiver_id] ?? null) === null &&
    pins.pins.value[receiver_id] === undefined;
  return (
    item.id > 0 &&
    item.sender_id === me.value?.id &&
    (item.isSealed || isPlain()) &&
    item.text !== '' &&
    item.file === null &&
    Date.now() - Date.parse(item.at) < edit_window_ms
  );
};

/** Below the message that is lifted. */
const placeBelow = (menu: HTMLElement, body: HTMLElement): void => {
  const { left, right } = body.getBoundingClientRect();
  const { width, height: menu_px } = menu.getBoundingClientRect();
  const isMine = body.closest('.bubble')?.classList.contains('mine') ?? false;
  const y = placeLifted(menu.previousElementSibling, body, menu_px);
  putAt(menu, { x: isMine ? right - width : left, y });
};

export interface MenuPlace extends Place {
  /** The message is lifted off the list above its menu. */
  body?: HTMLElement | null;
  /** Only the quick reactions. */
  isQuick?: boolean;
}

interface Props {
  item: Item;
  /** All that it is shown with, in an album. */
  members: Item[];
  at: MenuPlace;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
  onForward: () => void;
  onSelect: (item: Item) => void;
  onEmoji: () => void;
  onDetails: () => void;
  onRemove: () => void;
  onClose: () => void;
}

/** Closes the menu, then does what was chosen. */
type Choose = (run: () => void) => () => void;

const QuickReactions = ({ item, onEmoji, choose }: Props & { choose: Choose }) => {
  const app = useApp();
  const { t, attempt, actions, account } = app;
  const isPressed = (emoji: string) =>
    item.reactions.some((each) => each.emoji === emoji && each.user_ids.includes(account.userId()));
  return (
    <div class="quick-reactions">
      {quickEmoji(app).map((emoji) => (
        <button
          type="button"
          key={emoji}
          aria-label={`${t.value.message.react} ${emoji}`}
          aria-pressed={isPressed(emoji)}
          onClick={choose(() => attempt(() => actions.react(item, emoji)))}
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        aria-label={t.value.message.otherEmoji}
        title={t.value.message.otherEmoji}
        onClick={choose(onEmoji)}
      >
        <Icon name="add" />
      </button>
    </div>
  );
};

const Entries = (props: Props & { choose: Choose }) => {
  const app = useApp();
  const { t, attempt, account, people } = app;
  const { item, members, onReply, onEdit, onForward, onSelect, onDetails, onRemove, choose } =
    props;
  const { message, ui } = t.value;
  const files = members.flatMap(({ file }) => (file?.id ? [file] : []));
  const only = files.length === 1 ? files[0] : undefined;
  const picture = only && isRaster(only) ? only : undefined;
  const isMine = item.sender_id === account.userId();
  const ofBoth = isMine ? message.deleteForBoth : message.deleteForMe;
  const removeText = isNote(item) ? message.delete : ofBoth;
  const copyLink = async () => {
    const { origin } = location;
    const friend_id = otherOf(item, account.userId());
    await copyText(app, `${origin}/#/c/${friend_id}/${item.id}`);
  };
  const copy = () => copyText(app, item.text);
  const save = async () => {
    for (const file of files) await saveFile(app, file);
  };
  const entry = (icon: IconName, text: string, run: () => void, kind = '') => (
    <button type="button" class={kind} onClick={choose(run)}>
      <Icon name={icon} />
      {text}
    </button>
  );
  return (
    <>
      {people.contactOf(otherOf(item, account.userId()))
        ? entry('reply', message.reply, () => onReply(item))
        : null}
      {members.some(isForwardable) ? entry('forward', message.forward, onForward) : null}
      {item.text ? entry('copy', ui.copy, () => attempt(copy)) : null}
      {picture && canCopyPictures()
        ? entry('copy', message.copyPicture, () => attempt(() => copyPicture(app, picture)))
        : null}
      {only && canShareFile(only)
        ? entry('share', message.share, () => attempt(() => shareFile(app, only)))
        : null}
      {files.length > 0 ? entry('down', message.download, () => attempt(save)) : null}
      {isEditable(app, item) ? entry('pen', message.edit, () => onEdit(item)) : null}
      {entry('link', message.copyLink, () => attempt(copyLink))}
      {entry('checks', message.select, () => onSelect(item))}
      {entry('info', message.details, onDetails)}
      {entry('bin', removeText, onRemove, 'danger')}
    </>
  );
};

export const Menu = (props: Props) => {
  const { t } = useApp();
  const { at, onClose } = props;
  const put = (menu: HTMLElement) => (at.body ? placeBelow(menu, at.body) : putAt(menu, at));
  const { element, leave, onKey } = usePopover(put, onClose);
  const choose: Choose = (run) => () => {
    leave();
    run();
  };
  return (
    <>
      {at.body ? <Lifted body={at.body} /> : null}
      <fieldset
        ref={element}
        class={at.isQuick ? 'menu quick' : 'menu'}
        popover="manual"
        aria-label={t.value.message.more}
        onKeyDown={onKey}
      >
        <QuickReactions {...props} choose={choose} />
        {at.isQuick ? null : <Entries {...props} choose={choose} />}
      </fieldset>
    </>
  );
};
