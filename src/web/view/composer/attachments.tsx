// Files that were chosen, dropped or pasted, and wait for someone to press send.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { w } from '../../i18n/language';
import { say } from '../../model/state';
import { cleanName } from '../message/file-name';
import type { Prepared } from '../picture/prepare';
import { Icon, IconButton } from '../ui/icon';
import { prepared } from './outgoing';

const staged_files_max = 20;
const shown = signal<Record<number, File[]>>({});
const originals = signal<Record<number, boolean>>({});

/** Whether the pictures that wait for that friend are to stay as large as they are. */
export const isOriginalFor = (friend_id: number): boolean => originals.value[friend_id] ?? false;

const chooseOriginal = (friend_id: number, isOriginal: boolean): void => {
  originals.value = { ...originals.value, [friend_id]: isOriginal };
};

export const stagedFor = (friend_id: number): File[] => shown.value[friend_id] ?? [];

export const stage = (friend_id: number, files: Iterable<File>, isOriginal = false): void => {
  if (isOriginal) chooseOriginal(friend_id, true);
  const all = [...stagedFor(friend_id), ...files];
  if (all.length > staged_files_max) say(w.value.tooManyFiles(staged_files_max), true);
  shown.value = { ...shown.value, [friend_id]: all.slice(0, staged_files_max) };
};

export const unstage = (friend_id: number, file?: File): void => {
  const rest = file ? stagedFor(friend_id).filter((each) => each !== file) : [];
  shown.value = { ...shown.value, [friend_id]: rest };
  if (rest.length === 0) chooseOriginal(friend_id, false);
};

const Thumb = ({ file }: { file: File }) => {
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!/^image\/(?!svg)/.test(file.type)) return;
    const fresh = URL.createObjectURL(file);
    setUrl(fresh);
    return () => URL.revokeObjectURL(fresh);
  }, [file]);
  return url ? <img src={url} alt="" onError={() => setUrl('')} /> : <Icon name="file" />;
};

/** With the size that it will have once it is made ready. */
const Staged = ({ friend_id, file }: { friend_id: number; file: File }) => {
  const [ready, setReady] = useState<Prepared | null>(null);
  const isOriginal = isOriginalFor(friend_id);
  useEffect(() => {
    let isCurrent = true;
    // If it fails it is said when it is to be sent.
    prepared(file, isOriginal).then(
      (made) => isCurrent && setReady(made),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [file, isOriginal]);
  const name = cleanName(file.name);
  return (
    <li>
      <Thumb file={file} />
      <span class="file-text">
        <span class="file-name" dir="auto">
          {name}
        </span>
        <span class="hint">{bytes(ready?.file.size ?? file.size)}</span>
        {ready?.hasNotes ? <span class="hint notes">{w.value.notesStay}</span> : null}
      </span>
      <IconButton
        icon="close"
        label={`${w.value.discard}: ${name}`}
        onClick={() => unstage(friend_id, file)}
      />
    </li>
  );
};

export const Tray = ({ friend_id }: { friend_id: number }) => {
  const files = stagedFor(friend_id);
  if (files.length === 0) return null;
  const hasPicture = files.some(({ type }) => /^image\/(?!svg)/.test(type));
  return (
    <>
      <ul class="tray" aria-label={w.value.chosenFiles}>
        {files.map((file) => (
          <Staged
            key={`${file.name} ${file.size} ${file.lastModified}`}
            friend_id={friend_id}
            file={file}
          />
        ))}
      </ul>
      {hasPicture ? (
        <label class="original">
          <input
            type="checkbox"
            checked={isOriginalFor(friend_id)}
            onChange={(event) => chooseOriginal(friend_id, event.currentTarget.checked)}
          />
          {w.value.originalSize}
          <span class="hint">{w.value.notesGo}</span>
        </label>
      ) : null}
    </>
  );
};
