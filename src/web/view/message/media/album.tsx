// Pictures and films that were sent as one: a mosaic, in which each stands at its place and is opened,
// fails and is tried again by itself.
import type { Item } from '../../../model/messages/item';
import { keyOf } from '../../../model/messages/item';
import { isFilm } from '../../../model/messages/media/kinds';
import { useApp } from '../../ui/use-app';
import { Film } from './film';
import { displaySize } from './frame';
import { heightOf, mosaic, tileRatio } from './mosaic';
import { Picture } from './picture';
import type { Visual } from './visual';
import { hasVisual } from './visual';

/** One of them, by itself or in an album. */
export const VisualView = (props: { item: Item & Visual; isInAlbum?: boolean }) =>
  isFilm(props.item.file) ? <Film {...props} /> : <Picture {...props} />;

interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** In parts of the whole. */
const placesOf = (rows: number[][]): Place[] => {
  const whole = heightOf(rows);
  let top = 0;
  return rows.flatMap((row) => {
    const sum = row.reduce((total, each) => total + each, 0);
    const height = 1 / sum / whole;
    let left = 0;
    const places = row.map((ratio) => {
      const place = { left, top, width: ratio / sum, height };
      left += place.width;
      return place;
    });
    top += height;
    return places;
  });
};

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

export const AlbumView = ({ members }: { members: Item[] }) => {
  const { t } = useApp();
  const all = members.filter(hasVisual);
  const ratios = all.map(({ file }) => {
    const { width, height } = displaySize(file, null);
    return tileRatio(width, height);
  });
  const rows = mosaic(ratios);
  const places = placesOf(rows);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is a group of fields
    <div
      class="album"
      role="group"
      aria-label={t.value.message.album(all.length)}
      style={{ '--album-height': heightOf(rows) }}
    >
      {all.map((item, at) => {
        const { left = 0, top = 0, width = 1, height = 1 } = places[at] ?? {};
        const box = { left, top, width, height };
        const style = Object.entries(box).map(([name, part]) => [name, percent(part)]);
        return (
          <div
            key={keyOf(item)}
            class="album-tile"
            data-id={item.id}
            style={Object.fromEntries(style)}
          >
            <VisualView item={item} isInAlbum />
          </div>
        );
      })}
    </div>
  );
};
