// Files that were chosen, dropped or pasted, and wait for someone to press send.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { w } from '../../i18n/language';
import { say } from '../../model/state';
import { cleanName } from '../message/file-name';
import { Icon, IconButton } from '../ui/icon';

const staged_files_max = 20;
const shown = signal<Record<number, File[]>>({});

export const stagedFor = (friend_id: number): File[] => shown.value[friend_id] ?? [];

export const stage = (friend_id: number, files: Iterable<File>): void => {
  const all = [...stagedFor(friend_id), ...files];
  if (all.length > staged_files_max) say(w.value.tooManyFiles(staged_files_max), true);
  shown.value = { ...shown.value, [friend_id]: all.slice(0, staged_files_max) };
};

export const unstage = (friend_id: number, file?: File): void => {
  const rest = file ? stagedFor(friend_id).filter((each) => each !== file) : [];
  shown.value = { ...shown.value, [friend_id]: rest };
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

export const Tray = ({ friend_id }: { friend_id: number }) => {
  const files = stagedFor(friend_id);
  if (files.length === 0) return null;
  return (
    <ul class="tray" aria-label={w.value.chosenFiles}>
      {files.map((file) => (
        <li key={`${file.name} ${file.size} ${file.lastModified}`}>
          <Thumb file={file} />
          <span class="file-text">
            <span class="file-name" dir="auto">
              {cleanName(file.name)}
            </span>
            <span class="hint">{bytes(file.size)}</span>
          </span>
          <IconButton
            icon="close"
            label={`${w.value.discard}: ${cleanName(file.name)}`}
            onClick={() => unstage(friend_id, file)}
          />
        </li>
      ))}
    </ul>
  );
};
