// The text that is being written, kept as a draft with every letter.
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { keyOf } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import type { ComposerProps } from './props';
import { warnStorageFull } from './sending';

export type Area = RefObject<HTMLTextAreaElement | null>;

/** Before the next key, which may come before the next picture: it is typed where the caret is. */
export const putInto = (area: Area, text: string, from: number, to = from): void => {
  const field = area.current;
  if (!field) return;
  field.setRangeText(text, 0, field.value.length);
  field.setSelectionRange(from, to);
};

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
      const from = selectionStart + mark.length;
      const next =
        text.slice(0, selectionStart) + mark + selected + mark + text.slice(selectionEnd);
      putInto(area, next, from, from + selected.length);
      change(next);
    },
    insert(emoji: string) {
      const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {};
      const next = text.slice(0, selectionStart) + emoji + text.slice(selectionEnd);
      putInto(area, next, selectionStart + emoji.length);
      change(next);
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
    // The same message, when it is read or changed meanwhile, leaves the caret where it is.
  }, [edited && keyOf(edited), reply && keyOf(reply), files]);
