// The text of a message: never markup, and possibly very long.
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { piecesOf } from '../../../../protocol/formatting';
import { useApp } from '../../ui/use-app';
import { copyAsWritten } from './copying';
import { Formatted } from './formatted';
import { isJumbo } from './jumbo';

const lines_max = 24;
const chars_max = 2_000;

/** The first lines of a long text; null if the text is short. */
const excerptOf = (text: string): string | null => {
  const lines = text.split('\n', lines_max + 1);
  const excerpt = lines.length > lines_max ? lines.slice(0, lines_max).join('\n') : text;
  const chars =
    excerpt.length > chars_max ? [...excerpt.slice(0, chars_max + 1)].slice(0, -1) : null;
  const result = chars ? chars.join('') : excerpt;
  return result.length < text.length ? result : null;
};

interface Props {
  text: string;
  /** Time and status, at the end of the last line if there is room. */
  children: ComponentChildren;
}

export const Text = ({ text, children }: Props) => {
  const { t } = useApp();
  const [isWhole, setWhole] = useState(false);
  const excerpt = excerptOf(text);
  const isCut = !isWhole && excerpt !== null;
  const pieces = useMemo(() => piecesOf(isCut ? excerpt : text, isCut), [text, isCut]);
  return (
    <div class={isJumbo(text) ? 'message-text jumbo' : 'message-text'} dir="auto">
      <span class="text" onCopy={copyAsWritten}>
        <Formatted pieces={pieces} />
      </span>
      {excerpt === null ? null : (
        <button
          type="button"
          class="quiet small show-all"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? t.value.message.showLess : t.value.message.showAll}
        </button>
      )}
      {children}
    </div>
  );
};
