// What a browser has of somebody who signed out of it, and of anybody in the clear.
import type { Kept } from '../hostile/kept';
import type { Seat, Someone } from './people';

/** What reveals a server that gives an older vault, or goes back, outlives every wipe; none of it is a text. */
const lasting = /^(vault n|restored|was here|wiping|epoch|sessions over|recovery due)( |$)/;

export const stillHere = async ({ device }: Seat, { id }: Someone): Promise<string[]> => {
  const { kept } = device;
  const store = await kept.stores.openOfflineStore(id);
  const rows = [await store.changes(), await kept.store.allUnsent(), await kept.store.allDrafts()];
  store.close();
  await kept.stores.removeOfflineStore(id);
  const names = [...kept.values.keys(), ...kept.texts.keys()];
  return [
    ...names.filter((name) => name.endsWith(` ${id}`) && !lasting.test(name)),
    ...(rows.flat().length > 0 ? ['something written'] : []),
  ];
};

/** Words of people, where anybody who has the device reads them. */
export const clearTexts = ({ kept }: { kept: Kept }): string[] => {
  const texts = JSON.stringify([[...kept.values], [...kept.texts]]);
  return texts.match(/(says|shows|types|corrects|called) \d+\./g) ?? [];
};
