// Finds a stored file that somebody may download.

import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';

type Deps = Pick<World, 'files' | 'disk'>;

/** @throws noSuchFile, also if this person may not have it */
export const fileOf = ({ files, disk }: Deps, me: Me, id: string) => {
  const row = files.byId(id);
  if (row === undefined || row.receiver_id === null) throw new Refusal('noSuchFile');
  if (row.owner_id !== me.id && row.receiver_id !== me.id) throw new Refusal('noSuchFile');
  return { row, path: disk.path('files', row.id) };
};

/** @throws noSuchFile */
export const avatar = ({ files, disk }: Deps, id: string) => {
  const row = files.byId(id);
  if (row === undefined || row.receiver_id !== null) throw new Refusal('noSuchFile');
  return { row, path: disk.path('avatars', row.id) };
};
