// What was sent back and forth, by its kind, and a way to a day.
import type { Friend } from '../../../../protocol/objects';
import { takeAlong } from '../../exports/start';
import { focusSearch } from '../../search/focus-search';
import { Icon } from '../../ui/icon';
import type { Client } from '../../ui/use-app';
import { useApp } from '../../ui/use-app';
import { Line } from './line';

interface Props {
  friend: Friend;
  onClose: () => void;
  onDay: () => void;
}

/** Goes on when this is closed; the line above everything says how far it is. */
const TakeAlong = ({ friend, onClose }: Pick<Props, 'friend' | 'onClose'>) => {
  const app = useApp();
  const { t, attempt, exports } = app;
  return (
    <button
      type="button"
      class="person-line"
      disabled={exports.state.value?.phase === 'running'}
      onClick={() => attempt(() => takeAlong(app, friend).then(onClose))}
    >
      <Icon name="down" />
      <span>
        <b>{t.value.exports.takeAlong}</b>
        {t.value.exports.text}
      </span>
      <Icon name="next" />
    </button>
  );
};

/** What is typed from now on is looked for here, and nothing of what was looked for before. */
export const searchHere = async (app: Client, friend_id: number) => {
  const asked = app.search.ask({ friend_id, text: '', kinds: [] });
  await focusSearch(app);
  await asked;
};

export const Finding = ({ friend, onClose, onDay }: Props) => {
  const { t, overlays } = useApp();
  const openGallery = () => overlays.openGallery(friend.id, onClose);
  return (
    <section class="person-lines">
      <Line icon="gallery" text={t.value.gallery.title} onClick={openGallery} />
      <Line icon="calendar" text={t.value.conversation.goToDay} onClick={onDay} />
      <TakeAlong friend={friend} onClose={onClose} />
    </section>
  );
};
