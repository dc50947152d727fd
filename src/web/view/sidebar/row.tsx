// A conversation in the list: its front, its menu, and the buttons that a swipe uncovers.
import { useState } from 'preact/hooks';
import type { Conversation } from '../../model/messages/newest';
import { SilenceDialog } from '../notifications/silence';
import { Icon } from '../ui/icon';
import { nameOf } from '../ui/person/person-name';
import type { Place } from '../ui/popover';
import { placeOf } from '../ui/popover';
import { useApp } from '../ui/use-app';
import { Front } from './front';
import { ActButtons, actsOf, RowMenu } from './row-menu';
import { useRowSwipe } from './row-swipe';

export const Row = ({ conversation }: { conversation: Conversation }) => {
  const app = useApp();
  const [at, setAt] = useState<Place | null>(null);
  const [isSilencing, setSilencing] = useState(false);
  const onSilence = () => setSilencing(true);
  const acts = actsOf(app, conversation, onSilence);
  const start = [acts.mark, acts.pin].filter((act) => act !== null);
  const end = [acts.silence, acts.archive, acts.clear].filter((act) => act !== null);
  const swipe = useRowSwipe({ start: start.length, end: end.length });
  const isAside = swipe.shift_px !== 0;
  const side = swipe.shift_px > 0 ? 'start' : 'end';
  const name = nameOf(app, conversation.friend);
  return (
    <li class="row-item" ref={swipe.row}>
      {isAside ? (
        <div class={`row-acts ${side}`}>
          <ActButtons acts={side === 'start' ? start : end} onDone={swipe.close} />
        </div>
      ) : null}
      <div
        class="row-front"
        data-held={swipe.isHeld}
        style={isAside ? { transform: `translateX(${swipe.shift_px}px)` } : {}}
        {...swipe.handlers}
      >
        <Front conversation={conversation} onMenu={setAt} />
        <button
          type="button"
          class="icon-button row-more"
          tabIndex={-1}
          aria-label={app.t.value.sidebar.acts(name)}
          title={app.t.value.sidebar.acts(name)}
          onClick={(event) => setAt(placeOf(event))}
        >
          <Icon name="more" />
        </button>
      </div>
      {at ? (
        <RowMenu
          conversation={conversation}
          at={at}
          onSilence={onSilence}
          onClose={() => setAt(null)}
        />
      ) : null}
      {isSilencing ? (
        <SilenceDialog friend={conversation.friend} onClose={() => setSilencing(false)} />
      ) : null}
    </li>
  );
};

/** Stands where rows will be. */
export const Skeleton = () => (
  <ul class="list pulse" aria-hidden="true">
    {[0, 1, 2, 3].map((at) => (
      <li class="request" key={at}>
        <span class="skeleton round" />
        <span class="row-text">
          <span class="skeleton short" />
          <span class="skeleton" />
        </span>
      </li>
    ))}
  </ul>
);
