import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Friend } from '../../realtime/views';
import { app } from '../model/app';
import type { Item } from '../model/state';
import { attempt, w } from '../words/words';
import { draftOf, keepDraft } from './draft';
import { EMOJI } from './emoji';
import { IconButton } from './icon';
import { previewText } from './preview';
import { useRecorder } from './recorder';

interface Props {
  friend: Friend;
  reply: Item | null;
  edited: Item | null;
  onDone: () => void;
}

const Context = ({ friend, reply, edited, onDone }: Props) => {
  const about = edited ?? reply;
  if (about === null) return null;
  const name = about.sender_id === friend.id ? friend.username : w.value.you;
  return (
    <div class="context">
      <div>
        <strong>{edited ? w.value.editing : w.value.replyingTo(name)}</strong>
        <p>{previewText(about)}</p>
      </div>
      <IconButton icon="close" label={w.value.cancel} onClick={onDone} />
    </div>
  );
};

const Emoji = ({ onPick }: { onPick: (emoji: string) => void }) => (
  <fieldset class="emoji" aria-label={w.value.emoji}>
    {EMOJI.map((each) => (
      <button type="button" key={each} onClick={() => onPick(each)}>
        {each}
      </button>
    ))}
  </fieldset>
);

export const Composer = (props: Props) => {
  const { friend, reply, edited, onDone } = props;
  const [text, setText] = useState(edited?.text ?? draftOf(friend.id));
  const [isEmoji, setEmoji] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const recorder = useRecorder((file) => attempt(() => app.chat.sendFile(friend.id, file)));
  // As high as what is typed.
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [text]);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches || edited || reply) area.current?.focus();
  }, [edited, reply]);
  const change = (next: string) => {
    setText(next);
    if (edited) return;
    keepDraft(friend.id, next);
    if (next) app.chat.type(friend.id);
  };
  const send = () => {
    const said = text.trim();
    if (said === '') return;
    if (edited) attempt(() => app.chat.edit(edited, said));
    else attempt(() => app.chat.send(friend.id, said, reply?.id ?? null));
    change('');
    setText('');
    setEmoji(false);
    onDone();
  };
  const attach = (files: Iterable<File>) => {
    for (const file of files) attempt(() => app.chat.sendFile(friend.id, file));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <footer class="composer">
      <Context {...props} />
      {isEmoji ? <Emoji onPick={(emoji) => change(text + emoji)} /> : null}
      <div class="composer-row">
        <IconButton icon="clip" label={w.value.attach} onClick={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={w.value.attach}
          onChange={(event) => {
            attach(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
        <IconButton icon="smile" label={w.value.emoji} onClick={() => setEmoji(!isEmoji)} />
        <textarea
          ref={area}
          rows={1}
          value={text}
          placeholder={w.value.message}
          aria-label={w.value.message}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKey}
          onPaste={(event) => attach(event.clipboardData?.files ?? [])}
        />
        {text.trim() === '' && !edited ? (
          <IconButton
            icon={recorder.isOn ? 'stop' : 'microphone'}
            kind={recorder.isOn ? 'recording' : ''}
            label={recorder.isOn ? w.value.stopRecording : w.value.record}
            onClick={recorder.toggle}
          />
        ) : (
          <IconButton icon="send" kind="primary" label={w.value.send} onClick={send} />
        )}
      </div>
    </footer>
  );
};
