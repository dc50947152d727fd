// What plays while its conversation is not the one that is open: who speaks, and the way to stop it.
import { minutes } from '../../../i18n/format';
import { IconButton } from '../../ui/icon';
import { useApp } from '../../ui/use-app';
import { senderName } from '../sender-name';
import { RateButton } from './player';

export const VoiceBar = () => {
  const app = useApp();
  const { t, attempt, actions, screen, voice } = app;
  const played = voice.elsewhere(screen.opened.value);
  if (played === null) return null;
  const { item, friend_id, isPlaying, at_s, length_s } = played;
  const show = async () => {
    await actions.openConversation(friend_id);
    await actions.toMessage(friend_id, item.id);
  };
  return (
    <section class="voice-bar" aria-label={t.value.message.voiceMessage}>
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        label={isPlaying ? t.value.message.pause : t.value.message.play}
        onClick={() => attempt(() => voice.toggle(item))}
      />
      <button type="button" class="quiet small voice-bar-name" onClick={() => attempt(show)}>
        <bdi>{senderName(app, item)}</bdi>
        <span class="hint">
          {minutes(at_s)} / {minutes(length_s)}
        </span>
      </button>
      <RateButton />
      <IconButton icon="close" label={t.value.message.stopPlaying} onClick={voice.stop} />
    </section>
  );
};
