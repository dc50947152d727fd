// The picture of the other one, or their face in its place, and one's own in a corner.
import { Face } from '../ui/person/face';
import { useApp } from '../ui/use-app';
import type { CallProps } from './props';
import { Picture } from './streams';

export const hasTheirPicture = ({ calls, call }: Pick<CallProps, 'calls' | 'call'>): boolean => {
  const { picture, sending } = calls.remote.value;
  const isOn = sending.camera || sending.screen;
  return picture !== null && isOn && call.phase !== 'ended' && call.began_at !== null;
};

export const TheirPicture = (props: CallProps) => {
  const { t, naming } = useApp();
  const { calls, call, friend } = props;
  const { picture, sending } = calls.remote.value;
  if (picture === null || !hasTheirPicture(props)) {
    return (
      <span class={call.phase === 'outgoing' ? 'call-face ringing' : 'call-face'}>
        <Face person={friend} kind="huge" />
      </span>
    );
  }
  return (
    <Picture
      stream={picture}
      label={t.value.call.theirPicture(naming.called(friend))}
      kind={sending.screen ? 'call-theirs screen' : 'call-theirs'}
    />
  );
};

export const OwnPicture = ({ calls }: Pick<CallProps, 'calls'>) => {
  const { t } = useApp();
  const { picture, sending } = calls.media;
  if (picture.value === null) return null;
  const kind = sending.value.screen ? 'call-own' : 'call-own mirrored';
  return <Picture stream={picture.value} label={t.value.call.yourPicture} kind={kind} />;
};
