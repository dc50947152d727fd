// A file as a line that fetches it, and how what is in a file is fetched.
import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { attempt, explain, w } from '../../i18n/language';
import { app } from '../../model/app';
import type { Attachment } from '../../model/state';
import { Icon } from '../ui/icon';
import { saveFile } from '../ui/save-file';
import { cleanName } from './file-name';
import { fileKind } from './preview';

export const Name = ({ file, hint }: { file: Attachment; hint: string }) => (
  <span class="file-text">
    <span class="file-name" dir="auto">
      {cleanName(file.name)}
    </span>
    <span class="hint">{hint}</span>
  </span>
);

export const Line = ({ file }: { file: Attachment }) => {
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await saveFile(file).finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      class="file"
      aria-busy={isBusy}
      disabled={isBusy}
      onClick={() => attempt(save)}
    >
      <span class="file-icon">
        <Icon name={isBusy ? 'clock' : 'file'} />
      </span>
      <Name file={file} hint={`${fileKind(file.type)} · ${bytes(file.size)}`} />
      <Icon name="down" />
      <span class="unseen">{w.value.download}</span>
    </button>
  );
};

/** It can not be shown: it can be fetched all the same. */
export const Broken = ({ file, trouble }: { file: Attachment; trouble: string }) => (
  <>
    <Line file={file} />
    <p class="hint">{trouble}</p>
  </>
);

/** Fetched at once where it is small, else when someone asks; a failure says why, and stays. */
export const useUrl = (file: Attachment, isWanted: boolean) => {
  const [url, setUrl] = useState('');
  const [trouble, setTrouble] = useState('');
  const [isBusy, setBusy] = useState(false);
  const load = () => {
    setTrouble('');
    setBusy(true);
    app.files
      .url(file)
      .then(setUrl, (error) => setTrouble(explain(error)))
      .finally(() => setBusy(false));
  };
  useEffect(() => {
    if (isWanted) load();
  }, [file.id]);
  return { url, trouble, isBusy, load, fail: () => setTrouble(w.value.notPlayable) };
};
