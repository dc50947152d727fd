import { CallLayer } from '../call/call-layer';
import { ConversationPane } from '../conversation/conversation';
import { DoctorLayer } from '../doctor/doctor-layer';
import { VoiceBar } from '../message/voice/voice-bar';
import { PaletteLayer } from '../palette/palette-layer';
import { Sidebar } from '../sidebar/sidebar';
import { Logo } from '../ui/logo';
import { useApp } from '../ui/use-app';
import { MediaLayer } from './media-layer';

/** List and conversation side by side; one at a time on a phone. */
export const Shell = () => {
  const {
    t,
    conversations: { current },
  } = useApp();
  return (
    <main class="shell" data-open={current.value !== null}>
      <h1 class="visually-hidden">{t.value.ui.brand}</h1>
      <VoiceBar />
      <Sidebar />
      {current.value ? (
        <ConversationPane key={current.value.friend.id} friend={current.value.friend} />
      ) : (
        <div class="empty">
          <Logo />
          <h2>{t.value.shell.chooseConversation}</h2>
          <p>{t.value.shell.chooseConversationText}</p>
        </div>
      )}
      <PaletteLayer />
      <DoctorLayer />
      <MediaLayer />
      <CallLayer />
    </main>
  );
};
