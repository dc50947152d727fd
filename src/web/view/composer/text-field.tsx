// The field that a message is written in, with its keys.
import { isComposing, letterOf } from '../ui/key-event';
import { useApp } from '../ui/use-app';
import { Completion, useCompletion } from './completion';
import type { ComposerProps } from './props';
import { chooseFiles } from './sending';
import type { Area } from './text';

interface Props extends ComposerProps {
  area: Area;
  text: string;
  isPlain: boolean;
  onText: (text: string) => void;
  onMark: (mark: string) => void;
  onSubmit: () => void;
}

/** As in other messengers: Control, or Command, with a letter. */
export const markOf = (event: KeyboardEvent): string | undefined => {
  const { ctrlKey, metaKey, shiftKey, altKey } = event;
  if (ctrlKey === metaKey || altKey) return undefined;
  const marks: Record<string, string> = shiftKey ? { x: '~' } : { b: '*', i: '_', e: '`' };
  return marks[letterOf(event)];
};

const useKeys = (props: Props) => {
  const { edited, text, onMark, onEditLast, onSubmit } = props;
  return (event: KeyboardEvent) => {
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      onMark(mark);
    }
    if (event.key === 'ArrowUp' && text === '' && !edited) {
      event.preventDefault();
      onEditLast();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    // On a phone Enter begins a line, as everywhere on phones.
    if (!event.ctrlKey && !event.metaKey && matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    onSubmit();
  };
};

export const TextField = (props: Props) => {
  const app = useApp();
  const { t } = app;
  const { friend, edited, area, text, isPlain, onText } = props;
  const completion = useCompletion(area, text, onText);
  const onOtherKey = useKeys(props);
  const onKey = (event: KeyboardEvent) => {
    if (!isComposing(event) && !completion.onKey(event)) onOtherKey(event);
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0 || edited) return;
    event.preventDefault();
    chooseFiles(app, friend.id, pasted);
  };
  return (
    <>
      <Completion {...completion} />
      <textarea
        ref={area}
        rows={1}
        dir="auto"
        value={text}
        placeholder={isPlain ? t.value.composer.messageNotEncrypted : t.value.composer.message}
        aria-label={t.value.composer.message}
        aria-autocomplete="list"
        {...completion.aria}
        onInput={(event) => completion.onInput(event.currentTarget)}
        onSelect={completion.onSelect}
        onBlur={completion.close}
        onKeyDown={onKey}
        onPaste={onPaste}
      />
    </>
  );
};
