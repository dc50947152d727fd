// Files that were chosen, dropped or pasted, and are not sent yet.
import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { albumsFor } from '../../model/messages/media/album';
import type { PreparedFile } from '../../model/messages/media/prepared-files';
import { pictureFormatOf } from '../picture/header';
import { cleanName } from '../ui/file-name';
import { Icon, IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';

const isPicture = ({ type }: File): boolean => /^image\/(?!svg)/.test(type);

const head_bytes = 64;

/** By what the browser says of them, or by their bytes: it knows a file by the end of its name. */
const usePictures = (files: File[]): File[] => {
  const [byBytes, setByBytes] = useState<ReadonlySet<File>>(new Set());
  useEffect(() => {
    for (const file of files.filter((each) => !isPicture(each) && !byBytes.has(each))) {
      file
        .slice(0, head_bytes)
        .arrayBuffer()
        .then(
          (head) => {
            if (pictureFormatOf(new Uint8Array(head)))
              setByBytes((known) => new Set([...known, file]));
          },
          // One that is gone meanwhile is told of when it is sent.
          () => {},
        );
    }
  }, [files]);
  return files.filter((each) => isPicture(each) || byBytes.has(each));
};

const Thumb = ({ file, isShown }: { file: File; isShown: boolean }) => {
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!isShown) return;
    const fresh = URL.createObjectURL(file);
    setUrl(fresh);
    return () => URL.revokeObjectURL(fresh);
  }, [file, isShown]);
  return url ? <img src={url} alt="" onError={() => setUrl('')} /> : <Icon name="file" />;
};

interface ChosenProps {
  friend_id: number;
  file: File;
  isPictured: boolean;
  /** The picture says it all; what is not removed from it is told all the same. */
  isTile: boolean;
}

/** Shows the size that the file will have when it is prepared. */
const Chosen = ({ friend_id, file, isPictured, isTile }: ChosenProps) => {
  const { t, chosenFiles, preparedFiles } = useApp();
  const [ready, setReady] = useState<PreparedFile | null>(null);
  const { isOriginal } = chosenFiles.of(friend_id);
  useEffect(() => {
    let isCurrent = true;
    // A failure is reported when the file is sent.
    preparedFiles.of(file, isOriginal).then(
      (made) => isCurrent && setReady(made),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [file, isOriginal]);
  const name = cleanName(file.name);
  return (
    <li class={isTile && !ready?.hasMetadata ? 'tile' : ''} title={name}>
      <Thumb file={file} isShown={isPictured} />
      <span class="file-text">
        <span class="file-name" dir="auto">
          {name}
        </span>
        <span class="hint">{bytes(ready?.file.size ?? file.size)}</span>
        {ready?.hasMetadata ? (
          <span class="hint metadata">{t.value.composer.metadataStays}</span>
        ) : null}
      </span>
      <IconButton
        icon="close"
        label={t.value.ui.labelled(t.value.ui.discard, name)}
        onClick={() => chosenFiles.remove(friend_id, file)}
      />
    </li>
  );
};

export const Attachments = ({ friend_id }: { friend_id: number }) => {
  const { t, chosenFiles } = useApp();
  const { files, isOriginal } = chosenFiles.of(friend_id);
  const pictures = usePictures(files);
  if (files.length === 0) return null;
  const albums = new Set(albumsFor(files).flatMap((album) => album?.id ?? [])).size;
  return (
    <>
      <ul class="attachments" aria-label={t.value.composer.chosenFiles}>
        {files.map((file) => (
          <Chosen
            key={`${file.name} ${file.size} ${file.lastModified}`}
            friend_id={friend_id}
            file={file}
            isPictured={pictures.includes(file)}
            isTile={pictures.length > 1 && pictures.includes(file)}
          />
        ))}
      </ul>
      {albums > 0 ? <p class="hint">{t.value.composer.albums(albums)}</p> : null}
      {pictures.length > 0 ? (
        <label class="original">
          <input
            type="checkbox"
            checked={isOriginal}
            onChange={(event) => chosenFiles.setOriginal(friend_id, event.currentTarget.checked)}
          />
          {t.value.composer.originalSize}
          <span class="hint">{t.value.composer.metadataRemoved}</span>
        </label>
      ) : null}
    </>
  );
};
