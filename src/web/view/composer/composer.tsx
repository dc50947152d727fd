import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sealed_text_bytes_max } from '../../../protocol/limits';
import type { Friend } from '../../../protocol/objects';
import type { Item } from '../../model/messages/item';
import { previewText } from '../message/preview';
import { isComposing } from '../ui/composing';
import { IconButton } from '../ui/icon';
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';
import { Attachments } from './attachments';
import { preload } from './preparing';
import { useRecorder } from './recorder';
import { Recording } from './recording';
import { chooseFiles, fileOf, sendAndReport, sendFiles, sizeOf, warnStorageFull } from './sending';

const EmojiPicker = lazy(async () => (await import('../ui/emoji-picker')).EmojiPicker);

interface Props {
  friend: Friend;
  reply: Item | null;
  edited: Item | null;
  onDone: () => void;
  /** One's last message is to be edited. */
  onEditLast: () => void;
}

const Context = ({ friend, reply, edited, onDone }: Props) => {
  const app = useApp();
  const { t } = app;
  const about = edited ?? reply;
  if (about === null) return null;
  const isTheirs = about.sender_id === friend.id;
  const replying = isTheirs
    ? t.value.composer.replyingTo(friend.username)
    : t.value.composer.replyingToSelf;
  return (
    <div class="composer-context">
      <div>
        <strong>{edited ? t.value.composer.editing : replying}</strong>
        <p dir="auto">{previewText(app, about)}</p>
      </div>
      <IconButton icon="close" label={t.value.ui.cancel} onClick={onDone} />
    </div>
  );
};

export const Composer = (props: Props) => {
  const app = useApp();
  const {
    t,
    attempt,
    actions,
    chosenFiles,
    drafts,
    typing,
    keys: { peerKeys },
  } = app;
  const { friend, reply, edited, onEditLast } = props;
  const about = edited ? `${friend.id} ${edited.client_id}` : `${friend.id}`;
  const text = drafts.read(about) ?? edited?.text ?? '';
  const [isEmoji, setEmoji] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const recorder = useRecorder((file, preview, duration_s) => {
    const choice = fileOf({ file, preview, measures: { duration_s } });
    attempt(() => sendAndReport(app, actions.sendFile(friend.id, choice)));
  });
  const { files: chosen, isOriginal } = chosenFiles.of(friend.id);
  const files = edited ? [] : chosen;
  const isPlain = peerKeys.value[friend.id] === null;
  const over_bytes = sizeOf(text) - sealed_text_bytes_max;
  const canSend = (text.trim() !== '' || files.length > 0) && over_bytes <= 0 && !isBusy;
  useEffect(() => {
    preload();
    void EmojiPicker.preload().catch(() => {});
  }, []);
  // As high as what is typed.
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [text, recorder.levels === null]);
  // At once: a key that is pressed next is meant for it.
  useLayoutEffect(() => {
    if (matchMedia('(pointer: fine)').matches || edited || reply) area.current?.focus();
    if (edited) area.current?.setSelectionRange(edited.text.length, edited.text.length);
  }, [edited, reply, files.length]);
  const change = (next: string) => {
    attempt(async () => {
      if (!(await drafts.write(about, next))) warnStorageFull(app);
    });
    if (edited) return;
    typing.type(friend.id, next !== '');
  };
  const onDone = () => {
    if (edited) void drafts.drop(about);
    props.onDone();
  };
  const insert = (emoji: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {};
    change(text.slice(0, selectionStart) + emoji + text.slice(selectionEnd));
    const after = selectionStart + emoji.length;
    requestAnimationFrame(() => area.current?.setSelectionRange(after, after));
  };
  const saveEdit = async (item: Item, said: string) => {
    if (said === item.text) return onDone();
    setBusy(true);
    // What was typed stays until it is on the server.
    await actions.edit(item, said).finally(() => setBusy(false));
    onDone();
  };
  const send = () => {
    if (!canSend) return;
    const said = text.trim();
    if (edited) return attempt(() => saveEdit(edited, said));
    const reply_to = reply?.id ?? null;
    const caption = isPlain ? '' : said;
    if (files.length > 0) {
      const beside = { text: caption, reply_to };
      const outgoing = { friend_id: friend.id, files, isOriginal, said: beside, draft: about };
      attempt(() => sendFiles(app, outgoing));
    }
    if (said && (files.length === 0 || isPlain)) {
      attempt(() => sendAndReport(app, actions.send(friend.id, said, reply_to, about)));
    }
    chosenFiles.remove(friend.id);
    // It stays on the device until the message does.
    drafts.sent(about);
    setEmoji(false);
    onDone();
    area.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === 'ArrowUp' && text === '' && !edited) {
      event.preventDefault();
      onEditLast();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    // On a phone Enter begins a line, as everywhere on phones.
    if (!event.ctrlKey && !event.metaKey && matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    send();
  };
  const onEscape = (event: KeyboardEvent) => {
    // What is searched for is cleared first.
    const isSearch = event.target instanceof HTMLInputElement && event.target.value !== '';
    if (event.key !== 'Escape' || isComposing(event) || isSearch) return;
    if (isEmoji) setEmoji(false);
    else onDone();
    area.current?.focus();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0 || edited) return;
    event.preventDefault();
    chooseFiles(app, friend.id, pasted);
  };
  if (recorder.levels !== null) {
    return (
      <footer class="composer">
        <Recording recorder={recorder} />
      </footer>
    );
  }
  const hasNothing = text.trim() === '' && files.length === 0 && !edited;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of what is inside
    <footer class="composer" onKeyDown={onEscape}>
      <Context {...props} onDone={onDone} />
      {edited ? null : <Attachments friend_id={friend.id} />}
      {over_bytes > 0 ? (
        <p class="too-long" role="alert">
          {t.value.composer.tooLong(over_bytes)}
        </p>
      ) : null}
      {isEmoji ? <EmojiPicker onPick={insert} /> : null}
      <div class="composer-row">
        {edited ? null : (
          <IconButton
            icon="clip"
            label={t.value.composer.attach}
            onClick={() => picker.current?.click()}
          />
        )}
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t.value.composer.attach}
          onChange={(event) => {
            chooseFiles(app, friend.id, event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
        <IconButton
          icon="smile"
          label={t.value.ui.emoji}
          kind={isEmoji ? 'pressed' : ''}
          onClick={() => setEmoji(!isEmoji)}
        />
        <textarea
          ref={area}
          rows={1}
          dir="auto"
          value={text}
          placeholder={isPlain ? t.value.composer.messageNotEncrypted : t.value.composer.message}
          aria-label={t.value.composer.message}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKey}
          onPaste={onPaste}
        />
        {hasNothing ? (
          <IconButton icon="microphone" label={t.value.composer.record} onClick={recorder.start} />
        ) : (
          <IconButton
            icon={edited ? 'check' : 'send'}
            kind="primary"
            label={edited ? t.value.ui.save : t.value.composer.send}
            disabled={!canSend}
            onClick={send}
          />
        )}
      </div>
    </footer>
  );
};
