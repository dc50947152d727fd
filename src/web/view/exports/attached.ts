// What a message of an export carries: a file beside the page, or the pictures of an album as a mosaic.
import { bytes } from '../../i18n/format';
import { hrefOf } from '../../model/exports/file-names';
import type { Recorded } from '../../model/exports/record';
import { isRaster } from '../../model/messages/media/kinds';
import { displaySize } from '../message/media/frame';
import { mosaic, tileRatio } from '../message/media/mosaic';
import { cleanName } from '../ui/file-name';
import type { Client } from '../ui/use-app';
import { escaped } from './markup';

export const attached = (
  { t }: Pick<Client, 't'>,
  { item, file }: Recorded,
  /** There the picture alone has its place. */
  isInAlbum = false,
): string => {
  if (item.file === null) return '';
  const { name, type, size } = item.file;
  const shown = escaped(cleanName(name));
  const about = `${shown} <span class="soft">${bytes(size)}</span>`;
  if (!file?.path) {
    const why = file?.why === 'damaged' ? t.value.exports.fileDamaged : t.value.exports.fileMissing;
    return `<p class="caution">${about}<br>${escaped(why)}</p>`;
  }
  const href = escaped(hrefOf(file.path));
  if (isRaster(item.file)) {
    return `<a href="${href}"><img src="${href}" alt="${shown}" loading="lazy"></a>`;
  }
  const link = `<a href="${href}" download="${shown}">${about}</a>`;
  if (type.startsWith('audio/'))
    return `<audio controls preload="none" src="${href}"></audio>${link}`;
  if (!type.startsWith('video/')) return link;
  return `<video controls preload="metadata" src="${href}"></video>${isInAlbum ? '' : link}`;
};

/** In rows, as in the conversation; each keeps an id of its own, since it may have been answered. */
export const albumOf = (app: Pick<Client, 't'>, members: Recorded[]): string => {
  const ratios = members.map(({ item }) => {
    if (item.file === null) return 1;
    const { width, height } = displaySize(item.file, null);
    return tileRatio(width, height);
  });
  let at = 0;
  const rows = mosaic(ratios).map((row) => {
    const tiles = row.map((ratio) => {
      const [member] = members.slice(at);
      // The first one's id is that of the whole.
      const id = at === 0 ? '' : ` id="m${member?.item.id}"`;
      at += 1;
      const inside = member ? attached(app, member, true) : '';
      return `<div class="tile"${id} style="--ratio:${ratio.toFixed(3)}">${inside}</div>`;
    });
    return `<div class="row">${tiles.join('')}</div>`;
  });
  const label = escaped(app.t.value.message.album(members.length));
  return `<div class="album" role="group" aria-label="${label}">${rows.join('')}</div>`;
};
