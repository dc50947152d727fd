// Where large files go in a browser: into a file that the person chooses, where browsers have that
// (File System Access); else as a download that the service worker hands over piece by piece; else as
// downloads out of memory, which the browser puts on the disk (Blob).
import { day_ms, MIB } from '../../protocol/limits';
import { createBlobWriter } from '../blob-writer';
import { newMid } from '../crypto/mid';
import type { OpenSaving, Part, Saving } from '../model/exports/saving';
import type { FromPage, FromWorker, Offer } from '../service-worker/downloads';
import { downloadPath } from '../service-worker/downloads';
import { saveBlob } from '../view/ui/save-file';

/** As large as downloads of one piece stay handy, and as a Blob the memory of a phone. */
const part_bytes = 500 * MIB;
const ready_within_ms = 10_000;
/** A browser ends a worker that hears nothing. */
const ping_every_ms = 10_000;
/** Whoever holds a file for longer is somebody else. */
const hold_ms_max = 2_000;
/** The download begins with the frame, and outlives it once it runs. */
const frame_kept_ms = 60_000;

interface Handle {
  getFile(): Promise<File>;
  createWritable(): Promise<FileSystemWritableFileStream>;
  /** Chromium's. */
  remove?(): Promise<void>;
}

interface Pickers {
  showSaveFilePicker?: (options: object) => Promise<Handle>;
}

/** Chromium holds a file for a moment after its writer has ended. */
const remove = async (handle: Handle): Promise<void> => {
  for (let wait_ms = 10; ; wait_ms *= 2) {
    try {
      return await handle.remove?.();
    } catch (error) {
      const isHeld = (error as DOMException).name === 'NoModificationAllowedError';
      if (!isHeld || wait_ms > hold_ms_max) throw error;
    }
    await new Promise((go) => setTimeout(go, wait_ms));
  }
};

const toFile = (handle: Handle): Saving => ({
  part_bytes: Number.POSITIVE_INFINITY,
  async open() {
    // One that was there before stays as it was.
    const isNew = (await handle.getFile()).size === 0;
    const file = await handle.createWritable();
    return {
      write: (bytes) => file.write(bytes),
      close: () => file.close(),
      async abort() {
        await file.abort().catch(() => {});
        if (isNew) await remove(handle);
      },
    };
  },
});

const openBlob = (name: string): Part => {
  const blob = createBlobWriter();
  return {
    write: async (bytes) => blob.write(bytes),
    close: async () => saveBlob(blob.take('application/zip'), name),
    abort: async () => blob.clear(),
  };
};

/** The page's end of a download: what the worker asks for, in turns. */
const createTurns = (port: MessagePort) => {
  let said: FromWorker[] = [];
  let wake = () => {};
  port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    said.push(data);
    wake();
  };
  return {
    /** @throws AbortError if nobody wants the rest, TimeoutError */
    async until(word: FromWorker, within_ms: number): Promise<void> {
      const late = setTimeout(() => {
        said.push('cancel');
        wake();
      }, within_ms);
      while (!said.includes(word) && !said.includes('cancel')) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      clearTimeout(late);
      if (said.includes('cancel')) throw new DOMException('the download was ended', 'AbortError');
      said = said.filter((each) => each !== word);
    },
  };
};

/** Somebody may let a download wait for as long as the browser does. */
const pull_within_ms = day_ms;

/** @throws AbortError if the worker does not take it */
const openStream = async (worker: ServiceWorker, name: string): Promise<Part> => {
  const { port1, port2 } = new MessageChannel();
  const turns = createTurns(port1);
  const offer: Offer = { type: 'download', id: newMid(), name };
  worker.postMessage(offer, [port2]);
  await turns.until('ready', ready_within_ms);
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = downloadPath(offer.id);
  document.body.append(frame);
  const pinging = setInterval(() => worker.postMessage({ type: 'ping' }), ping_every_ms);
  const send = (piece: FromPage) => port1.postMessage(piece);
  const end = (word: 'end' | 'abort') => {
    clearInterval(pinging);
    send(word);
    setTimeout(() => frame.remove(), frame_kept_ms);
  };
  try {
    await turns.until('pull', ready_within_ms);
  } catch (error) {
    end('abort');
    throw error;
  }
  let isAsked = true;
  return {
    async write(bytes) {
      if (!isAsked) await turns.until('pull', pull_within_ms);
      isAsked = false;
      send(bytes);
    },
    async close() {
      if (!isAsked) await turns.until('pull', pull_within_ms);
      end('end');
    },
    abort: async () => end('abort'),
  };
};

/**
 * WebKit, which alone has this, takes no download from a worker: it asks the server for the address, and
 * what is streamed waits for ever.
 */
const isWebKit = (): boolean => 'GestureEvent' in window;

const asDownloads = (): Saving => ({
  part_bytes,
  async open(name) {
    const worker = isWebKit() ? null : (navigator.serviceWorker?.controller ?? null);
    if (worker === null) return openBlob(name);
    return openStream(worker, name).catch(() => openBlob(name));
  },
});

export const openSaving: OpenSaving = async (name) => {
  const { showSaveFilePicker } = window as Pickers;
  if (showSaveFilePicker === undefined) return asDownloads();
  const accept = { 'application/zip': ['.zip'] };
  const options = { suggestedName: `${name}.zip`, types: [{ description: 'ZIP', accept }] };
  return toFile(await showSaveFilePicker.call(window, options));
};
