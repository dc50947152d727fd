// What one can do in a call.
import { useApp } from '../ui/use-app';
import type { CallProps } from './props';
import { RoundButton } from './round-button';
import { isExplained } from './words';

interface Props extends CallProps {
  isDevices: boolean;
  onDevices: () => void;
}

export const Controls = ({ calls, call, isDevices, onDevices }: Props) => {
  const { t, attempt } = useApp();
  const texts = t.value.call;
  const { media } = calls;
  const { microphone, camera, screen } = media.sending.value;
  const isBegun = call.phase !== 'outgoing';
  return (
    <div class="call-controls">
      <RoundButton
        icon={microphone ? 'microphone' : 'microphoneOff'}
        label={microphone ? texts.mute : texts.unmute}
        kind={microphone ? '' : 'on'}
        onClick={() => attempt(() => media.turnMicrophone(!microphone))}
      />
      <RoundButton
        icon={camera ? 'video' : 'videoOff'}
        label={camera ? texts.cameraOff : texts.cameraOn}
        kind={camera ? 'on' : ''}
        onClick={() => attempt(() => media.turnCamera(!camera))}
      />
      {calls.canShareScreen && isBegun ? (
        <RoundButton
          icon="screen"
          label={screen ? texts.stopSharing : texts.share}
          kind={screen ? 'on' : ''}
          onClick={() => attempt(() => media.shareScreen(!screen))}
        />
      ) : null}
      <RoundButton
        icon="sliders"
        label={texts.devices}
        kind={isDevices ? 'on' : ''}
        isPressed={isDevices}
        onClick={onDevices}
      />
      <RoundButton
        icon="hangUp"
        label={call.phase === 'outgoing' ? texts.cancel : texts.hangUp}
        kind="end"
        onClick={calls.hangUp}
      />
    </div>
  );
};

/** Accept or decline, each by one press. */
export const Answers = ({ calls, call }: CallProps) => {
  const { t, attempt } = useApp();
  const texts = t.value.call;
  const isVideo = call.kind === 'video';
  return (
    <div class="call-controls answers">
      <RoundButton icon="hangUp" label={texts.decline} kind="end" onClick={calls.hangUp} />
      {call.trouble ? (
        <RoundButton
          icon="bell"
          label={texts.listen}
          disabled={call.isAccepting}
          onClick={() => attempt(() => calls.accept(false, true))}
        />
      ) : null}
      <RoundButton
        icon="phone"
        label={texts.answer}
        kind={isVideo ? '' : 'accept'}
        disabled={call.isAccepting}
        onClick={() => attempt(() => calls.accept(false))}
      />
      {isVideo ? (
        <RoundButton
          icon="video"
          label={texts.answerVideo}
          kind="accept"
          disabled={call.isAccepting}
          onClick={() => attempt(() => calls.accept(true))}
        />
      ) : null}
    </div>
  );
};

/** After it ended: once more, or away with it. */
export const After = ({ calls, call }: CallProps) => {
  const { t, attempt, doctor } = useApp();
  const texts = t.value.call;
  const explain = () => {
    if (call.end) doctor.explain(call.friend_id, call.end, call.trace ?? null);
    calls.dismiss();
  };
  const again = async () => {
    calls.dismiss();
    await calls.invite(call.friend_id, call.kind);
  };
  return (
    <div class="call-controls answers">
      <RoundButton icon="close" label={texts.close} onClick={calls.dismiss} />
      {isExplained(call) ? (
        <RoundButton icon="info" label={t.value.doctor.why} onClick={explain} />
      ) : null}
      <RoundButton
        icon={call.kind === 'video' ? 'video' : 'phone'}
        label={call.isCaller ? texts.callAgain : texts.callBack}
        kind="accept"
        onClick={() => attempt(again)}
      />
    </div>
  );
};
