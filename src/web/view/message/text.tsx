// The text of a message: never markup, and possibly very long.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from '../ui/use-app';
import { isJumbo } from './jumbo';
import { splitLinks } from './links';

const lines_max = 24;
const chars_max = 2_000;

/** The first lines of a long text; null if the text is short. */
export const excerptOf = (text: string): string | null => {
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

/** Links are opened without a referrer. */
export const Text = ({ text, children }: Props) => {
  const { t } = useApp();
  const [isWhole, setWhole] = useState(false);
  const excerpt = excerptOf(text);
  const shown = isWhole || excerpt === null ? text : excerpt;
  return (
    <div class={isJumbo(text) ? 'message-text jumbo' : 'message-text'} dir="auto">
      <span class="text">
        {splitLinks(shown).map(({ text: piece, href }, at) =>
          href ? (
            <a key={`${at}`} href={href} target="_blank" rel="noopener noreferrer nofollow">
              {piece}
            </a>
          ) : (
            piece
          ),
        )}
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
