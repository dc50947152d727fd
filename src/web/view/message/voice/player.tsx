// A voice message or other sound, with its waveform and a slider. What plays is the page's one player, so
// it goes on when this leaves the screen.
import { minutes } from '../../../i18n/format';
import type { Attachment, Item } from '../../../model/messages/item';
import { cleanName } from '../../ui/file-name';
import { IconButton } from '../../ui/icon';
import { useApp } from '../../ui/use-app';
import { readWaveform } from '../thumbnail';
import { Waveform } from './waveform';

const FLAT = Array.from({ length: 48 }, () => 0.15);

/** The same for all voices; each press is the next faster one. */
export const RateButton = () => {
  const { t, attempt, voice } = useApp();
  const rate = voice.rate.value;
  const label = t.value.message.speed(rate);
  return (
    <button
      type="button"
      class="player-rate"
      aria-label={label}
      title={label}
      onClick={() => attempt(voice.nextRate)}
    >
      {rate}×
    </button>
  );
};

const Track = ({ item, file, at, length }: Props & { at: number; length: number }) => {
  const { t, attempt, voice } = useApp();
  const levels = readWaveform(file.preview)?.levels ?? FLAT;
  return (
    <div class="player-track">
      <Waveform levels={levels} part={length > 0 ? at / length : 0} />
      <input
        type="range"
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={at}
        aria-label={t.value.ui.labelled(t.value.message.position, cleanName(file.name))}
        aria-valuetext={`${minutes(at)} / ${minutes(length)}`}
        onInput={(event) => {
          const to = Number(event.currentTarget.value);
          attempt(() => voice.seek(item, to));
        }}
      />
    </div>
  );
};

interface Props {
  item: Item;
  file: Attachment;
}

export const Player = ({ item, file }: Props) => {
  const { t, attempt, voice } = useApp();
  const state = voice.stateOf(item);
  const at = state?.at_s ?? 0;
  const known = state?.length_s || file.duration_s;
  const length = known ?? readWaveform(file.preview)?.duration_s ?? 0;
  const isPlaying = state?.isPlaying ?? false;
  const isUnheard = voice.isUnheard(item);
  return (
    <div class="player">
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        kind="primary"
        label={isPlaying ? t.value.message.pause : t.value.message.play}
        onClick={() => attempt(() => voice.toggle(item))}
      />
      <Track item={item} file={file} at={at} length={length} />
      <span class="player-side">
        {state ? <RateButton /> : null}
        <span class="hint player-time">{minutes(isPlaying || at > 0 ? at : length)}</span>
        {isUnheard ? (
          <span
            class="unheard"
            role="img"
            aria-label={t.value.message.unheard}
            title={t.value.message.unheard}
          />
        ) : null}
      </span>
    </div>
  );
};
