// All emoji to choose from, in their groups or by a word.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Icon } from '../icon';
import type { Client } from '../use-app';
import { useApp } from '../use-app';
import { canDraw } from './drawable';
import type { Emoji } from './emoji';
import { inTone, keepRecent, keepTone, loadEmoji, readTone, recentEmoji } from './emoji';
import { Tones } from './tones';

const RECENT = -1;
/** One emoji of each Unicode group as its tab; another of the group if the system lacks it. */
const TABS: [number, string][] = [
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

/** Only emoji that the system can draw; a group without any has no tab. */
const tabsOf = ({ t }: Client, all: Emoji[]) => {
  return TABS.flatMap(([group, face], at) => {
    const title = t.value.ui.emojiGroups[at + 1] ?? '';
    const shown = all.length === 0 || canDraw(face) ? face : firstOf(all, group);
    return shown === undefined ? [] : [{ group, title, shown }];
  });
};

const firstOf = (all: Emoji[], group: number): string | undefined =>
  all.find((each) => each.group === group && canDraw(each.unicode))?.unicode;

const drawable = (emoji: Emoji[], most = emoji.length): Emoji[] => {
  const result: Emoji[] = [];
  for (const each of emoji) {
    if (result.length === most) break;
    if (canDraw(each.unicode)) result.push(each);
  }
  return result;
};

const filtered = (app: Client, all: Emoji[], group: number, sought: string): Emoji[] => {
  const words = sought.trim().toLowerCase();
  if (words) {
    return drawable(
      all.filter(({ tags }) => tags.includes(words)),
      found_max,
    );
  }
  if (group !== RECENT) return drawable(all.filter((each) => each.group === group));
  const recent = recentEmoji(app);
  return drawable(
    all
      .filter(({ unicode }) => recent.includes(unicode))
      .sort((a, b) => recent.indexOf(a.unicode) - recent.indexOf(b.unicode)),
  );
};

export const EmojiPicker = ({ onPick }: { onPick: (emoji: string) => void }) => {
  const app = useApp();
  const { t, language, attempt } = app;
  const [all, setAll] = useState<Emoji[]>([]);
  const [sought, setSought] = useState('');
  const [tone, setTone] = useState(() => readTone(app));
  const [group, setGroup] = useState(() => (recentEmoji(app).length > 0 ? RECENT : 0));
  useEffect(() => attempt(async () => setAll(await loadEmoji(app))), [language.value]);
  const shown = useMemo(() => filtered(app, all, group, sought), [all, group, sought]);
  const tabs = useMemo(() => tabsOf(app, all), [all]);
  const [recent = ''] = t.value.ui.emojiGroups;
  const pick = (emoji: Emoji) => {
    keepRecent(app, emoji.unicode);
    onPick(inTone(emoji, tone));
  };
  const choose = (next: number) => {
    keepTone(app, next);
    setTone(next);
  };
  return (
    <fieldset class="emoji" aria-label={t.value.ui.emoji}>
      <div class="emoji-head">
        <input
          type="search"
          value={sought}
          placeholder={t.value.ui.searchEmoji}
          aria-label={t.value.ui.searchEmoji}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
        <Tones tone={tone} onTone={choose} />
      </div>
      <div class="emoji-tabs">
        {[{ group: RECENT, title: recent, shown: <Icon name="clock" /> }, ...tabs].map((tab) => (
          <button
            type="button"
            key={tab.group}
            aria-pressed={tab.group === group && sought === ''}
            aria-label={tab.title}
            title={tab.title}
            onClick={() => {
              setSought('');
              setGroup(tab.group);
            }}
          >
            {tab.shown}
          </button>
        ))}
      </div>
      <div class="emoji-grid" aria-busy={all.length === 0}>
        {shown.map((emoji) => (
          <button
            type="button"
            key={emoji.unicode}
            title={emoji.label}
            aria-label={emoji.label}
            onClick={() => pick(emoji)}
          >
            {inTone(emoji, tone)}
          </button>
        ))}
        {all.length > 0 && shown.length === 0 ? (
          <p class="caption">{t.value.ui.noEmojiFound}</p>
        ) : null}
      </div>
    </fieldset>
  );
};
