// Takes a conversation along, or all of them.
import type { Person } from '../../../protocol/objects';
import { fileName } from '../../model/exports/file-names';
import type { Client } from '../ui/use-app';
import { personName } from './names';

/** Right after a press. @throws AbortError if the person wants none */
export const takeAlong = (app: Client, only: Person | null): Promise<void> => {
  const day = new Date().toLocaleDateString('sv');
  const name = ['chat8', ...(only ? [fileName(personName(app, only))] : []), day].join('-');
  const load = async () => (await import('./rendering')).createRendering(app);
  return app.exports.start({ only, name, load });
};
