// The text that is being written, kept as a draft with every letter.
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useApp } from '../ui/use-app';
import type { ComposerProps } from './props';
import { warnStorageFull } from './sending';

export type Area = RefObject<HTMLTextAreaElement | null>;

export const useText = ({ friend, edited }: ComposerProps, area: Area) => {
  const app = useApp();
  const { attempt, drafts, typing } = app;
  const draft = edited ? `${friend.id} ${edited.client_id}` : `${friend.id}`;
  const text = drafts.read(draft) ?? edited?.text ?? '';
  const change = (next: string) => {
    attempt(async () => {
      if (!(await drafts.write(draft, next))) warnStorageFull(app);
    });
    if (!edited) typing.type(friend.id, next !== '');
  };
  return {
    /** Names the draft. */
    draft,
    text,
    change,
    /** Around what is selected, or around what is written next. */
    mark(mark: string) {
      const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {};
      const selected = text.slice(selectionStart, selectionEnd);
      change(text.slice(0, selectionStart) + mark + selected + mark + text.slice(selectionEnd));
      const from = selectionStart + mark.length;
      requestAnimationFrame(() => area.current?.setSelectionRange(from, from + selected.length));
    },
    insert(emoji: string) {
      const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {};
      change(text.slice(0, selectionStart) + emoji + text.slice(selectionEnd));
      const after = selectionStart + emoji.length;
      requestAnimationFrame(() => area.current?.setSelectionRange(after, after));
    },
  };
};

/** Makes the field as high as its text. */
export const useHeight = (area: Area, text: string, isShown: boolean) =>
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [text, isShown]);

/** Focuses the field immediately, because the next key is meant for it. */
export const useFocus = (area: Area, { edited, reply }: ComposerProps, files: number) =>
  useLayoutEffect(() => {
    if (matchMedia('(pointer: fine)').matches || edited || reply) area.current?.focus();
    if (edited) area.current?.setSelectionRange(edited.text.length, edited.text.length);
  }, [edited, reply, files]);
