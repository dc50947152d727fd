// What is said of a data directory that can't be used: which file it is, and what to do.
import { expect, test } from 'bun:test';
import { chmodSync, constants, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessFault, mustBeAccessible } from '../../../src/db/file/access';
import { scratch } from '../../support/scratch';

test('a file that is in the way is named, with the reason and what to do', () => {
  using place = scratch();
  const path = join(place.dir, 'chat8.db');
  writeFileSync(path, '');
  const said = (code: string, mode = constants.W_OK) =>
    accessFault(place.dir, path, code, mode).message;
  expect(said('EROFS')).toStartWith(
    `${path} is not writable: it is on a disk that can only be read; mount that for writing`,
  );
  expect(said('EPERM')).toStartWith(`${path} is not writable (EPERM); try chmod -R u+rwX`);
  expect(said('EACCES', constants.R_OK)).toStartWith(`${path} cannot be read (EACCES)`);
});

test('nothing is in the way of a directory that is empty, nor of a database that lost its mode', () => {
  using place = scratch();
  mustBeAccessible(place.dir);
  const path = join(place.dir, 'chat8.db');
  writeFileSync(path, '');
  chmodSync(path, 0o400);
  mustBeAccessible(place.dir);
});
