// What was sent back and forth, by its kind, and a way to a day.
import type { Friend } from '../../../../protocol/objects';
import type { Kind } from '../../../model/messages/offline/findable';
import { KINDS } from '../../../model/messages/offline/findable';
import { takeAlong } from '../../exports/start';
import { focusSearch } from '../../search/focus-search';
import { Icon } from '../../ui/icon';
import type { Client } from '../../ui/use-app';
import { useApp } from '../../ui/use-app';

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
export const searchHere = async (app: Client, friend_id: number, kinds: Kind[] = []) => {
  const asked = app.search.ask({ friend_id, text: '', kinds });
  await focusSearch(app);
  await asked;
};

export const Finding = ({ friend, onClose, onDay }: Props) => {
  const app = useApp();
  const { t, attempt, overlays } = app;
  const lookThrough = () => {
    onClose();
    overlays.openGallery(friend.id);
  };
  const find = (kind: Kind) => {
    onClose();
    attempt(() => searchHere(app, friend.id, [kind]));
  };
  return (
    <section>
      <h3>{t.value.people.shared}</h3>
      <div class="chips">
        {KINDS.map((kind) => (
          <button type="button" class="chip" key={kind} onClick={() => find(kind)}>
            {t.value.search.kinds[kind]}
          </button>
        ))}
      </div>
      <button type="button" class="person-line" onClick={lookThrough}>
        <Icon name="gallery" />
        <span class="plain">{t.value.gallery.title}</span>
        <Icon name="next" />
      </button>
      <button type="button" class="person-line" onClick={onDay}>
        <Icon name="calendar" />
        <span class="plain">{t.value.conversation.goToDay}</span>
        <Icon name="next" />
      </button>
      <TakeAlong friend={friend} onClose={onClose} />
    </section>
  );
};
