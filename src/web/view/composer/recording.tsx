import { minutes } from '../../i18n/format';
import { Waveform } from '../message/player';
import { IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';
import type { useRecorder } from './recorder';

const bars = 60;

/** The bar while recording: waveform, time, discard, send. */
export const Recording = ({ recorder }: { recorder: ReturnType<typeof useRecorder> }) => {
  const { t } = useApp();
  const levels = (recorder.levels ?? []).slice(-bars);
  const shape = [...Array.from({ length: bars - levels.length }, () => 0), ...levels];
  return (
    <div class="composer-row recording">
      <IconButton icon="bin" label={t.value.ui.discard} onClick={recorder.discard} />
      <span class="recording-dot pulse" aria-hidden="true" />
      <span class="player-time" role="timer" aria-label={t.value.composer.recording}>
        {minutes(recorder.seconds)}
      </span>
      <Waveform levels={shape} part={1} />
      <IconButton
        icon="send"
        kind="primary"
        label={t.value.composer.sendRecording}
        onClick={recorder.send}
      />
    </div>
  );
};
