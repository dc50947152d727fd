// Reads the size of a video and the duration of video and audio with the browser.
import type { Measures } from '../../crypto/body';
import { thumbnailOf } from './thumbnail';

/** After that the file is sent without measures. */
const patience_ms = 4_000;

const loaded = (media: HTMLMediaElement, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    media.addEventListener(name, () => resolve(), { once: true });
    media.addEventListener('error', () => reject(media.error), { once: true });
    setTimeout(() => reject(new DOMException('', 'TimeoutError')), patience_ms);
  });

export const measureMedia = async (
  file: File,
): Promise<{ measures: Measures; preview?: string | undefined }> => {
  const isFilm = file.type.startsWith('video/');
  const media = document.createElement(isFilm ? 'video' : 'audio');
  const url = URL.createObjectURL(file);
  try {
    media.muted = true;
    media.preload = isFilm ? 'auto' : 'metadata';
    const isReady = loaded(media, isFilm ? 'loadeddata' : 'loadedmetadata');
    media.src = url;
    await isReady;
    const length = Number.isFinite(media.duration) ? { duration_s: media.duration } : {};
    if (!(media instanceof HTMLVideoElement) || media.videoWidth === 0) return { measures: length };
    const size = { width: media.videoWidth, height: media.videoHeight };
    return { measures: { ...length, ...size }, preview: await thumbnailOf(media, size) };
  } catch {
    return { measures: {} };
  } finally {
    media.removeAttribute('src');
    media.load();
    URL.revokeObjectURL(url);
  }
};
