// A call as it stands: over the whole window, small beside the conversations, or a note of what was missed.
import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { useApp } from '../ui/use-app';
import type { CallProps } from './props';
import { CallNote, SmallCall } from './small';
import { Voice } from './streams';
import { CallWindow } from './window';

const every_ms = 500;

/** For the length of the call. */
const useNow = (isRunning: boolean): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), every_ms);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
};

const unknown = (id: number): Friend => ({
  id,
  username: '?',
  display_name: '',
  avatar: '',
  status: 'offline',
  last_seen: '',
});

export const CallStage = ({ calls, call }: Omit<CallProps, 'friend'>) => {
  const { t, people } = useApp();
  const [isSmall, setSmall] = useState(false);
  const now = useNow(call.phase !== 'ended');
  // Somebody may stop to be a friend in the call.
  const [known] = useState(people.friendOf(call.friend_id) ?? unknown(call.friend_id));
  const friend = people.friendOf(call.friend_id) ?? known;
  const props = { calls, call, friend };
  if (call.phase === 'ended' && call.was === 'incoming') return <CallNote {...props} />;
  return (
    <>
      <Voice
        stream={calls.remote.value.voice}
        speaker={calls.media.chosen.value.speaker ?? ''}
        hear={t.value.call.hear}
      />
      {isSmall && call.phase !== 'ended' ? (
        <SmallCall {...props} now={now} onFull={() => setSmall(false)} />
      ) : (
        <CallWindow {...props} now={now} onSmall={() => setSmall(true)} />
      )}
    </>
  );
};
