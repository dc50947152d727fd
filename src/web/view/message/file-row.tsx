// A file as a row that downloads it, and how files are loaded.
import { useEffect, useState } from 'preact/hooks';
import { meaningOf } from '../../i18n/explain';
import { bytes } from '../../i18n/format';
import type { Opened } from '../../model/messages/file-url';
import type { Attachment } from '../../model/messages/item';
import { isCutToNothing } from '../picture/whole';
import { cleanName } from '../ui/file-name';
import { Icon } from '../ui/icon';
import { saveFile } from '../ui/save-file';
import { useApp } from '../ui/use-app';
import { fileKind } from './preview';

export const FileName = ({ file, hint }: { file: Attachment; hint: string }) => (
  <span class="file-text">
    <span class="file-name" dir="auto">
      {cleanName(file.name)}
    </span>
    <span class="hint">{hint}</span>
  </span>
);

const BADGES: [kind: string, extensions: RegExp][] = [
  ['sheet', /^(xlsx?|ods|csv|tsv|numbers)$/i],
  ['text', /^(docx?|odt|rtf|txt|md|pages|epub)$/i],
  ['print', /^(pdf|ps|pptx?|odp|key)$/i],
  ['packed', /^(zip|rar|7z|gz|xz|tar|tgz|iso)$/i],
];

const badgeKind = (extension: string): string =>
  BADGES.find(([, extensions]) => extensions.test(extension))?.[0] ?? '';

const extension_chars_max = 4;

/** What it is, before its name is read: its extension, else a sheet. */
export const FileBadge = ({ file, isBusy = false }: { file: Attachment; isBusy?: boolean }) => {
  const [, extension = ''] = /\.([a-z0-9]+)$/i.exec(cleanName(file.name)) ?? [];
  const isShort = extension.length > 0 && extension.length <= extension_chars_max;
  return (
    <span class={`file-icon ${badgeKind(extension)}`} aria-hidden="true">
      {isBusy ? <Icon name="clock" /> : isShort ? extension.toUpperCase() : <Icon name="file" />}
    </span>
  );
};

export const FileRow = ({ file }: { file: Attachment }) => {
  const app = useApp();
  const { t, attempt } = app;
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await saveFile(app, file).finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      class="file"
      aria-busy={isBusy}
      aria-disabled={isBusy}
      onClick={() => isBusy || attempt(save)}
    >
      <FileBadge file={file} isBusy={isBusy} />
      <FileName file={file} hint={`${fileKind(app, file.type)} · ${bytes(file.size)}`} />
      <Icon name="down" />
      <span class="visually-hidden">{t.value.message.download}</span>
    </button>
  );
};

/** It cannot be shown, but it can be downloaded. */
export const UnplayableFile = ({ file, trouble }: { file: Attachment; trouble: string }) => (
  <>
    <FileRow file={file} />
    <p class="hint">{trouble}</p>
  </>
);

/** Loads a file once it is wanted, or on demand; the reason of a failure stays. */
export const useUrl = (
  file: Attachment,
  isWanted: boolean,
  /** Whether it may be shown without asking, judged by its first bytes. */
  isHarmless: (head: Uint8Array) => boolean = () => true,
) => {
  const { t, explain, isOnline, uploads } = useApp();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [trouble, setTrouble] = useState('');
  const [isMissed, setMissed] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const failed = (error: unknown) => {
    const isAway = !isOnline.value || meaningOf(error) === 'network';
    setMissed(isAway);
    setTrouble(isAway ? t.value.message.notKept : explain(error));
  };
  const loadIf = (isFit: (head: Uint8Array) => boolean) => {
    setTrouble('');
    setMissed(false);
    setBusy(true);
    uploads
      .fileUrl(file)
      .then((fresh) => isFit(fresh.head) && setOpened(fresh), failed)
      .finally(() => setBusy(false));
  };
  useEffect(() => {
    if (isWanted) loadIf(isHarmless);
  }, [file.id, isWanted]);
  const load = () => loadIf(() => true);
  useEffect(() => {
    if (isOnline.value && isMissed) loadIf(isWanted ? isHarmless : () => true);
  }, [isOnline.value]);
  /** What can't be shown is not there: asked for again, it fails again. */
  const fail = (why = t.value.message.notPlayable) => {
    setOpened(null);
    setTrouble(why);
  };
  /** Of a picture that is loaded: one without anything to see is told of, instead of an empty frame. */
  const look = (picture: HTMLImageElement) => {
    if (opened === null) return;
    const found = (isCut: boolean) => isCut && fail(t.value.message.cutOff);
    void isCutToNothing(picture, opened.blob).then(found, () => {});
  };
  return { url: opened?.url ?? '', trouble, isBusy, load, fail: () => fail(), look };
};
