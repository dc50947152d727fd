// All pictures, files, links and voice messages of a conversation, month by month, the newest first. Older
// ones are loaded as one goes on.
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { MediaKind } from '../../model/messages/media/kinds';
import { hasVisual } from '../message/media/visual';
import { Dialog } from '../ui/dialog';
import { useApp } from '../ui/use-app';
import { ListItem } from './list-item';
import type { Row } from './rows';
import { rowsOf } from './rows';
import { Scroller } from './scroller';
import { Tile } from './tile';

const KINDS: MediaKind[] = ['visual', 'file', 'link', 'voice'];
/** In widths of a letter (rem): a tile at least, and the rows. */
const tile_rem_min = 6.5;
const entry_rem = 4.5;
const month_rem = 2.5;
const columns_min = 3;
const gap_px = 2;

const remOf = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

const sizesFor = (kind: MediaKind, width_px: number) => {
  const rem = remOf();
  if (kind !== 'visual') return { columns: 1, row_px: entry_rem * rem, month_px: month_rem * rem };
  const columns = Math.max(columns_min, Math.floor(width_px / (tile_rem_min * rem)));
  const side_px = Math.floor((width_px - gap_px * (columns - 1)) / columns);
  return { columns, row_px: side_px + gap_px, month_px: month_rem * rem };
};

const Tabs = ({ kind, setKind }: { kind: MediaKind; setKind: (kind: MediaKind) => void }) => {
  const { t } = useApp();
  return (
    <div class="tabs gallery-tabs">
      {KINDS.map((each) => (
        <button type="button" key={each} aria-pressed={each === kind} onClick={() => setKind(each)}>
          {t.value.gallery.kinds[each]}
        </button>
      ))}
    </div>
  );
};

const Drawn = ({ row, kind }: { row: Row; kind: MediaKind }) => {
  if ('month' in row) return <h3 class="gallery-month">{row.month}</h3>;
  const side_px = row.height - gap_px;
  return (
    <div class="gallery-line">
      {row.items.map((item) =>
        kind === 'visual' && hasVisual(item) ? (
          <Tile key={item.id} item={item} side_px={side_px} />
        ) : (
          <ListItem key={item.id} item={item} kind={kind} />
        ),
      )}
    </div>
  );
};

/** Each month is written once: of thousands of pictures that takes longer than to draw them. */
const useMonths = () => {
  const { format, language } = useApp();
  return useMemo(() => {
    const names = new Map<number, string>();
    return (at: string): string => {
      const date = new Date(at);
      const month = date.getFullYear() * 12 + date.getMonth();
      const name = names.get(month) ?? format.monthOf(at);
      names.set(month, name);
      return name;
    };
  }, [language.value]);
};

/** What is there, what is on its way, and what did not come. */
const useItems = (friend_id: number, kind: MediaKind) => {
  const { media, explain } = useApp();
  const [trouble, setTrouble] = useState('');
  const found = media.items(friend_id, kind);
  const newest = useMemo(() => found.toReversed(), [found.length, found.at(-1), found[0]]);
  const failed = (error: unknown) => setTrouble(explain(error));
  useEffect(() => void media.begin(friend_id).catch(failed), [trouble === '']);
  const isLoading = media.isLoading(friend_id) || !media.isReady(friend_id);
  return {
    items: newest,
    trouble,
    isLoading: isLoading && trouble === '',
    more(): void {
      if (isLoading || trouble !== '' || !media.hasOlder(friend_id)) return;
      void media.older(friend_id).catch(failed);
    },
    tryAgain: () => setTrouble(''),
  };
};

interface Props {
  friend_id: number;
  onClose: () => void;
}

export const Gallery = ({ friend_id, onClose }: Props) => {
  const { t, media } = useApp();
  const [kind, setKind] = useState<MediaKind>('visual');
  const { items, trouble, isLoading, more, tryAgain } = useItems(friend_id, kind);
  const monthOf = useMonths();
  const rowsFor = useCallback(
    (width_px: number) => rowsOf(items, monthOf, sizesFor(kind, width_px)),
    [items, kind, monthOf],
  );
  const { gallery } = t.value;
  const isEmpty = items.length === 0 && !isLoading && trouble === '' && !media.hasOlder(friend_id);
  return (
    <Dialog title={gallery.title} onClose={onClose} kind="wide" hasPanes>
      <Tabs kind={kind} setKind={setKind} />
      <Scroller
        key={kind}
        label={gallery.kinds[kind]}
        rowsFor={rowsFor}
        draw={(row) => <Drawn row={row} kind={kind} />}
        onEnd={more}
      >
        {isLoading ? <p class="caption delayed gallery-note">{t.value.ui.working}</p> : null}
        {isEmpty ? <p class="caption gallery-note">{gallery.none[kind]}</p> : null}
        {trouble ? (
          <p class="caption gallery-note" role="alert">
            {trouble}{' '}
            <button type="button" class="small" onClick={tryAgain}>
              {t.value.ui.retry}
            </button>
          </p>
        ) : null}
      </Scroller>
    </Dialog>
  );
};
