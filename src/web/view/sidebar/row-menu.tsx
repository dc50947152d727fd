// What can be done with a conversation, from the list: by the other mouse button, the menu key, the
// button beside it, a long press, or a swipe.
import type { Conversation } from '../../model/messages/newest';
import { clearAfterAsking } from '../people/clear-chat';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';
import { nameOf } from '../ui/person/person-name';
import type { Place } from '../ui/popover';
import { putAt, usePopover } from '../ui/popover';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

interface Act {
  icon: IconName;
  text: string;
  run: () => void;
  isDangerous?: boolean;
}

const markOf = (app: Client, { friend, preview, unread_count, unread }: Conversation): Act => {
  const { t, attempt, arrangements, receipts } = app;
  if (unread_count === 0 && !unread) {
    const run = () => attempt(() => arrangements.markUnread(friend.id));
    return { icon: 'dot', text: t.value.sidebar.markUnread, run };
  }
  const run = () => {
    arrangements.unmark(friend.id);
    receipts.sawAll(friend.id, preview?.id ?? 0);
  };
  return { icon: 'checks', text: t.value.sidebar.markRead, run };
};

/** By name, so that a swipe shows some of them. `onSilence` asks for how long. */
export const actsOf = (app: Client, conversation: Conversation, onSilence: () => void) => {
  const { t, attempt, arrangements, people, silences, toast } = app;
  const texts = t.value.sidebar;
  const { friend, pinned, archived, isSilent } = conversation;
  const unsilence = () => attempt(() => silences.silence(friend.id, null));
  const archive = () =>
    attempt(async () => {
      await arrangements.archive(friend.id, !archived);
      toast.show(archived ? texts.unarchived : texts.archivedNow);
    });
  const isSelf = people.isSelf(friend.id);
  const pin: Act = {
    icon: pinned ? 'unpin' : 'pin',
    text: pinned ? texts.unpin : texts.pin,
    run: () => attempt(() => arrangements.pin(friend.id, !pinned)),
  };
  const silence: Act = isSilent
    ? { icon: 'bell', text: t.value.notifications.silenceEnd, run: unsilence }
    : { icon: 'bellOff', text: texts.silence, run: onSilence };
  const put: Act = {
    icon: archived ? 'unarchive' : 'archive',
    text: archived ? texts.unarchive : texts.archive,
    run: archive,
  };
  const clear: Act = {
    icon: 'bin',
    text: texts.clear,
    run: () => attempt(() => clearAfterAsking(app, friend)),
    isDangerous: true,
  };
  return {
    /** What is put away is not on top of anything. */
    pin: archived ? null : pin,
    // Nobody writes there but oneself.
    mark: isSelf ? null : markOf(app, conversation),
    silence: isSelf ? null : silence,
    archive: put,
    clear,
  };
};

interface ActsProps {
  /** What can't be done there is null. */
  acts: (Act | null)[];
  /** Before one of them is done: what they stand in closes. */
  onDone: () => void;
}

/** The same buttons in the menu and below a row that is swiped aside. */
export const ActButtons = ({ acts, onDone }: ActsProps) => (
  <>
    {acts.map((act) =>
      act === null ? null : (
        <button
          type="button"
          key={act.icon}
          class={act.isDangerous ? 'danger' : ''}
          onClick={() => {
            onDone();
            act.run();
          }}
        >
          <Icon name={act.icon} />
          {act.text}
        </button>
      ),
    )}
  </>
);

interface Props {
  conversation: Conversation;
  at: Place;
  onSilence: () => void;
  onClose: () => void;
}

export const RowMenu = ({ conversation, at, onSilence, onClose }: Props) => {
  const app = useApp();
  const { element, leave, onKey } = usePopover((menu) => putAt(menu, at), onClose);
  return (
    <fieldset
      ref={element}
      class="menu"
      popover="manual"
      aria-label={app.t.value.sidebar.acts(nameOf(app, conversation.friend))}
      onKeyDown={onKey}
    >
      <ActButtons acts={Object.values(actsOf(app, conversation, onSilence))} onDone={leave} />
    </fieldset>
  );
};
