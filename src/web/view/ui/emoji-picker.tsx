import { useEffect, useMemo, useState } from 'preact/hooks';
import { attempt, language, w } from '../../i18n/language';
import type { Emoji } from './emoji';
import { keepRecent, loadEmoji, recentEmoji } from './emoji';

const RECENT = -1;
/** One of each group of Unicode, as its tab. */
const TABS: [number, string][] = [
  [RECENT, '🕘'],
  [0, '😀'],
  [1, '👋'],
  [3, '🐻'],
  [4, '🍎'],
  [5, '🚗'],
  [6, '⚽'],
  [7, '💡'],
  [8, '💠'],
  [9, '🏁'],
];
const found_max = 120;

const filtered = (all: Emoji[], group: number, sought: string): Emoji[] => {
  const words = sought.trim().toLowerCase();
  if (words) return all.filter(({ tags }) => tags.includes(words)).slice(0, found_max);
  if (group !== RECENT) return all.filter((each) => each.group === group);
  const recent = recentEmoji();
  return all
    .filter(({ unicode }) => recent.includes(unicode))
    .sort((a, b) => recent.indexOf(a.unicode) - recent.indexOf(b.unicode));
};

export const EmojiPicker = ({ onPick }: { onPick: (emoji: string) => void }) => {
  const [all, setAll] = useState<Emoji[]>([]);
  const [sought, setSought] = useState('');
  const [group, setGroup] = useState(() => (recentEmoji().length > 0 ? RECENT : 0));
  useEffect(() => attempt(async () => setAll(await loadEmoji())), [language.value]);
  const shown = useMemo(() => filtered(all, group, sought), [all, group, sought]);
  const pick = (emoji: string) => {
    keepRecent(emoji);
    onPick(emoji);
  };
  return (
    <fieldset class="emoji" aria-label={w.value.emoji}>
      <input
        type="search"
        value={sought}
        placeholder={w.value.searchEmoji}
        aria-label={w.value.searchEmoji}
        onInput={(event) => setSought(event.currentTarget.value)}
      />
      <div class="emoji-tabs">
        {TABS.map(([tab, icon], at) => (
          <button
            type="button"
            key={tab}
            aria-pressed={tab === group && sought === ''}
            aria-label={w.value.emojiGroups[at]}
            title={w.value.emojiGroups[at]}
            onClick={() => {
              setSought('');
              setGroup(tab);
            }}
          >
            {icon}
          </button>
        ))}
      </div>
      <div class="emoji-grid" aria-busy={all.length === 0}>
        {shown.map(({ unicode, label }) => (
          <button
            type="button"
            key={unicode}
            title={label}
            aria-label={label}
            onClick={() => pick(unicode)}
          >
            {unicode}
          </button>
        ))}
        {all.length > 0 && shown.length === 0 ? (
          <p class="caption">{w.value.nothingFound}</p>
        ) : null}
      </div>
    </fieldset>
  );
};
