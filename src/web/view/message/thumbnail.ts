// Previews that travel inside a message, to be shown before the file is loaded: a tiny picture, or
// the length and the waveform of a voice. They come from other people, so they are checked.
import { headerSize } from '../picture/header';

const thumbnail_bytes_max = 4_096;
const thumbnail_px_max = 64;
const thumbnail_chars_max = 6_000;
const PICTURE = /^data:image\/(webp|png|jpeg);base64,[A-Za-z0-9+/=]+$/;
const VOICE = /^voice:(\d{1,5}(?:\.\d)?):([A-Za-z0-9_-]{1,128})$/;
const LEVELS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Judged by its header only: 34 bytes can decode to a gigabyte. */
const isSmall = (bytes: Uint8Array): boolean => {
  const size = bytes.length <= thumbnail_bytes_max ? headerSize(bytes) : null;
  return size !== null && size.width <= thumbnail_px_max && size.height <= thumbnail_px_max;
};

export const pictureThumbnail = (preview: string | undefined): string | null => {
  if (!preview || preview.length > thumbnail_chars_max || !PICTURE.test(preview)) return null;
  try {
    const text = atob(preview.slice(preview.indexOf(',') + 1));
    return isSmall(Uint8Array.from(text, (letter) => letter.charCodeAt(0))) ? preview : null;
  } catch {
    return null;
  }
};

export interface Voice {
  duration_s: number;
  /** From 0 to 1. */
  levels: number[];
}

export const readWaveform = (preview: string | undefined): Voice | null => {
  const [, duration, levels] = VOICE.exec(preview ?? '') ?? [];
  if (duration === undefined || levels === undefined) return null;
  return {
    duration_s: Number(duration),
    levels: [...levels].map((letter) => LEVELS.indexOf(letter) / 63),
  };
};

const bars = 48;

/** Reduces the recorded levels to as many bars as one can tell apart. */
export const writeWaveform = ({ duration_s, levels }: Voice): string => {
  const loudest = Math.max(0.05, ...levels);
  const shape = Array.from({ length: bars }, (_, at) => {
    const from = Math.floor((at * levels.length) / bars);
    const part = levels.slice(from, Math.max(from + 1, ((at + 1) * levels.length) / bars));
    return LEVELS[Math.round((Math.max(0, ...part) / loudest) * 63)] ?? 'A';
  });
  return `voice:${duration_s.toFixed(1)}:${shape.join('')}`;
};
