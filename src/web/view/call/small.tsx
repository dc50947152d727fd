// A call beside the conversations, while one goes on writing.

import { Icon, IconButton } from '../ui/icon';
import { Face } from '../ui/person/face';
import { useApp } from '../ui/use-app';
import { hasTheirPicture } from './pictures';
import type { CallProps } from './props';
import { Picture } from './streams';
import { endText, isExplained, phaseText } from './words';

interface Props extends CallProps {
  now: number;
  onFull: () => void;
}

export const SmallCall = (props: Props) => {
  const app = useApp();
  const { t, attempt } = app;
  const { calls, call, friend, now, onFull } = props;
  const texts = t.value.call;
  const { microphone } = calls.media.sending.value;
  const { picture } = calls.remote.value;
  return (
    <aside class="call-small" aria-label={texts.callWith(app.naming.called(friend))}>
      <button type="button" class="call-small-open" aria-label={texts.full} onClick={onFull}>
        {picture && hasTheirPicture(props) ? (
          <Picture stream={picture} label={texts.theirPicture(app.naming.called(friend))} />
        ) : (
          <Face person={friend} />
        )}
        <span class="call-small-text">
          <b>
            <bdi>{app.naming.called(friend)}</bdi>
          </b>
          <span>
            {phaseText(app, calls, call, now) || endText(app, call, app.naming.called(friend))}
          </span>
        </span>
      </button>
      <IconButton
        icon={microphone ? 'microphone' : 'microphoneOff'}
        label={microphone ? texts.mute : texts.unmute}
        onClick={() => attempt(() => calls.media.turnMicrophone(!microphone))}
      />
      <button
        type="button"
        class="icon-button call-small-end"
        aria-label={texts.hangUp}
        title={texts.hangUp}
        onClick={calls.hangUp}
      >
        <Icon name="hangUp" />
      </button>
    </aside>
  );
};

/** What became of a call that nobody answered here: no more than a note. */
export const CallNote = ({ calls, call, friend }: CallProps) => {
  const app = useApp();
  return (
    <div class="call-small note" role="status">
      <Icon name="missed" />
      <span class="call-small-text">{endText(app, call, app.naming.called(friend))}</span>
      {call.end && isExplained(call) ? (
        <IconButton
          icon="info"
          label={app.t.value.doctor.why}
          onClick={() => {
            if (call.end) app.doctor.explain(call.friend_id, call.end, call.trace ?? null);
            calls.dismiss();
          }}
        />
      ) : null}
      <IconButton icon="close" label={app.t.value.call.close} onClick={calls.dismiss} />
    </div>
  );
};
