// Emoji by their names: `:tad` shows those that fit, `:tada:` becomes one.
import { useEffect, useState } from 'preact/hooks';
import { canDraw } from '../ui/emoji/drawable';
import type { Emoji } from '../ui/emoji/emoji';
import { inTone, keepRecent, loadEmoji, readTone } from '../ui/emoji/emoji';
import type { Typed } from '../ui/emoji/shortcode';
import { emojiNamed, emojiOf, typedAt, wholeAt } from '../ui/emoji/shortcode';
import { useInSight } from '../ui/in-sight';
import { useApp } from '../ui/use-app';
import type { Area } from './text';
import { putInto } from './text';

const list_id = 'emoji-completion';
const optionId = (at: number): string => `${list_id}-${at}`;

/** All emoji, once a name is typed; without a connection a name stays a name. */
const useEmoji = (isWanted: boolean): Emoji[] => {
  const app = useApp();
  const { language } = app;
  const [all, setAll] = useState<Emoji[]>([]);
  useEffect(() => {
    if (isWanted) loadEmoji(app).then(setAll, () => {});
  }, [isWanted, language.value]);
  return all;
};

export const useCompletion = (area: Area, text: string, onText: (text: string) => void) => {
  const app = useApp();
  const [typed, setTyped] = useState<Typed | null>(null);
  const [at, setAt] = useState(0);
  const all = useEmoji(typed !== null);
  const found = typed ? emojiNamed(all, typed.name, canDraw) : [];
  const isOpen = found.length > 0;
  const chosen = Math.min(at, found.length - 1);

  const put = (value: string, from: number, to: number, emoji: Emoji, after = '') => {
    const put = inTone(emoji, readTone(app)) + after;
    keepRecent(app, emoji.unicode);
    const next = value.slice(0, from) + put + value.slice(to);
    putInto(area, next, from + put.length);
    onText(next);
    setTyped(null);
  };
  const pick = (emoji: Emoji | undefined) => {
    if (typed === null || emoji === undefined) return;
    put(text, typed.from, typed.from + 1 + typed.name.length, emoji, ' ');
  };
  const step = (by: number) => setAt((chosen + by + found.length) % found.length);
  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => pick(found[chosen]),
    Tab: () => pick(found[chosen]),
    Escape: () => setTyped(null),
  };
  return {
    found,
    chosen,
    pick,
    aria: isOpen ? { 'aria-controls': list_id, 'aria-activedescendant': optionId(chosen) } : {},
    close: () => setTyped(null),
    onInput({ value, selectionStart }: HTMLTextAreaElement) {
      const whole = wholeAt(value, selectionStart);
      const emoji = whole ? emojiOf(all, whole.name) : undefined;
      if (whole && emoji) return put(value, whole.from, selectionStart, emoji);
      setTyped(typedAt(value, selectionStart));
      setAt(0);
      return onText(value);
    },
    /** The caret went elsewhere. */
    onSelect(event: Event & { currentTarget: HTMLTextAreaElement }) {
      const { value, selectionStart } = event.currentTarget;
      if (typed && typedAt(value, selectionStart)?.from !== typed.from) setTyped(null);
    },
    /** Whether the key was for the list. */
    onKey(event: KeyboardEvent): boolean {
      const act = keys[event.key];
      const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (!isOpen || !act || !isPlain) return false;
      event.preventDefault();
      event.stopPropagation();
      act();
      return true;
    },
  };
};

interface OptionProps {
  at: number;
  emoji: Emoji;
  isChosen: boolean;
  onPick: () => void;
}

const Option = ({ at, emoji, isChosen, onPick }: OptionProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
  // biome-ignore lint/a11y/useFocusableInteractive: the field names the active one
  <div
    id={optionId(at)}
    ref={useInSight(isChosen)}
    role="option"
    aria-selected={isChosen}
    onClick={onPick}
  >
    <span class="completion-emoji">{inTone(emoji, readTone(useApp()))}</span>
    <bdi>{emoji.label}</bdi>
    <span class="hint">{emoji.codes[0] ? `:${emoji.codes[0]}:` : ''}</span>
  </div>
);

type Props = Pick<ReturnType<typeof useCompletion>, 'found' | 'chosen' | 'pick'>;

export const Completion = ({ found, chosen, pick }: Props) => {
  const { t } = useApp();
  if (found.length === 0) return null;
  return (
    <div
      id={list_id}
      class="completion"
      role="listbox"
      aria-label={t.value.ui.emoji}
      // The field keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {found.map((emoji, at) => (
        <Option
          key={emoji.unicode}
          at={at}
          emoji={emoji}
          isChosen={at === chosen}
          onPick={() => pick(emoji)}
        />
      ))}
    </div>
  );
};
