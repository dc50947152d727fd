// The field below a conversation, with all that can be sent from it.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../ui/icon';
import { isComposing } from '../ui/key-event';
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';
import { Attachments } from './attachments';
import { Context } from './context';
import type { ComposerProps } from './props';
import { useRecorder } from './recorder';
import { Recording } from './recording';
import { chooseFiles, fileOf, sendAndReport } from './sending';
import { useSubmit } from './submit';
import type { Area } from './text';
import { useFocus, useHeight, useText } from './text';
import { TextField } from './text-field';

const EmojiPicker = lazy(async () => (await import('../ui/emoji/picker')).EmojiPicker);

const AttachButton = ({ friend_id }: { friend_id: number }) => {
  const app = useApp();
  const { t } = app;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        icon="clip"
        label={t.value.composer.attach}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t.value.composer.attach}
        onChange={(event) => {
          chooseFiles(app, friend_id, event.currentTarget.files ?? []);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
};

const useVoice = ({ friend, reply, onDone }: ComposerProps) => {
  const app = useApp();
  const { chosenFiles, drafts } = app;
  // Whoever began to write, or chose a file, while the browser asked them has thought better of it.
  const isWanted = () =>
    (drafts.read(`${friend.id}`) ?? '').trim() === '' &&
    chosenFiles.of(friend.id).files.length === 0;
  return useRecorder(isWanted, {
    sent(file, preview, duration_s) {
      const ready = fileOf({ file, preview, measures: { duration_s } });
      const choice = { ...ready, reply_to: reply?.id ?? null };
      app.attempt(() => sendAndReport(app, app.actions.sendFile(friend.id, choice)));
      onDone();
    },
    // What was said is not lost: it waits like any file that was chosen.
    left: (file) => chooseFiles(app, friend.id, [file]),
  });
};

const usePreload = () => {
  const { preparedFiles } = useApp();
  useEffect(() => {
    preparedFiles.preload();
    void EmojiPicker.preload().catch(() => {});
  }, []);
};

const TooLong = ({ over_bytes }: { over_bytes: number }) => {
  const { t } = useApp();
  const isOver = over_bytes > 0;
  return (
    <>
      {isOver ? <p class="too-long">{t.value.composer.tooLong(over_bytes)}</p> : null}
      {/* Read out once, and not again with each letter. */}
      <p class="visually-hidden" role="alert">
        {isOver ? t.value.errors.reasons.tooLong : ''}
      </p>
    </>
  );
};

interface SubmitProps {
  isEdit: boolean;
  isEnabled: boolean;
  onClick: () => void;
}

const SubmitButton = ({ isEdit, isEnabled, onClick }: SubmitProps) => {
  const { t } = useApp();
  return (
    <IconButton
      icon={isEdit ? 'check' : 'send'}
      kind="primary"
      label={isEdit ? t.value.ui.save : t.value.composer.send}
      disabled={!isEnabled}
      onClick={onClick}
    />
  );
};

/** Escape closes the emoji first, then ends the reply or the edit. */
const onEscape =
  (area: Area, isEmoji: boolean, closeEmoji: () => void, onDone: () => void) =>
  (event: KeyboardEvent) => {
    // A search is cleared first.
    const isSearch = event.target instanceof HTMLInputElement && event.target.value !== '';
    if (event.key !== 'Escape' || isComposing(event) || isSearch) return;
    if (isEmoji) closeEmoji();
    else onDone();
    area.current?.focus();
  };

export const Composer = (props: ComposerProps) => {
  const { t, chosenFiles, drafts } = useApp();
  const { friend, edited } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const [isEmoji, setEmoji] = useState(false);
  const recorder = useVoice(props);
  const { files: chosen, isOriginal } = chosenFiles.of(friend.id);
  const files = edited ? [] : chosen;
  const { draft, text, change, insert, mark } = useText(props, area);
  const onDone = () => {
    if (edited) void drafts.drop(draft);
    props.onDone();
  };
  const onSent = () => {
    setEmoji(false);
    onDone();
    area.current?.focus();
  };
  const written = { text, draft, files, isOriginal };
  const { isPlain, over_bytes, canSend, submit } = useSubmit({ ...props, onDone }, written, onSent);
  usePreload();
  useHeight(area, text, recorder.levels === null);
  useFocus(area, props, files.length);
  const closeOnEscape = onEscape(area, isEmoji, () => setEmoji(false), onDone);
  const isRecording = recorder.levels !== null;
  useLayoutEffect(() => {
    const isLost = document.activeElement === document.body;
    if (!isRecording && isLost && matchMedia('(pointer: fine)').matches) area.current?.focus();
  }, [isRecording]);
  const canRecord = text.trim() === '' && files.length === 0 && !edited;
  const field = { area, text, isPlain, onText: change, onMark: mark, onSubmit: submit };
  if (isRecording) {
    return (
      <footer class="composer">
        <Context {...props} onDone={onDone} />
        <Recording recorder={recorder} />
      </footer>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of what is inside
    <footer class="composer" onKeyDown={closeOnEscape}>
      <Context {...props} onDone={onDone} />
      {edited ? null : <Attachments friend_id={friend.id} />}
      <TooLong over_bytes={over_bytes} />
      {isEmoji ? <EmojiPicker onPick={insert} /> : null}
      <div class="composer-row">
        {edited ? null : <AttachButton friend_id={friend.id} />}
        <IconButton
          icon="smile"
          label={t.value.ui.emoji}
          kind={isEmoji ? 'pressed' : ''}
          onClick={() => setEmoji(!isEmoji)}
        />
        <TextField {...props} {...field} />
        {canRecord ? (
          <IconButton icon="microphone" label={t.value.composer.record} onClick={recorder.start} />
        ) : (
          <SubmitButton isEdit={edited !== null} isEnabled={canSend} onClick={submit} />
        )}
      </div>
    </footer>
  );
};
