// Takes a conversation along, or all of them.
import type { Person } from '../../../protocol/objects';
import { fileName } from '../../model/exports/file-names';
import type { Client } from '../ui/use-app';

/** Right after a press. @throws AbortError if the person wants none */
export const takeAlong = (app: Client, only: Person | null): Promise<void> => {
  const day = new Date().toLocaleDateString('sv');
  const name = ['chat8', ...(only ? [fileName(only.username)] : []), day].join('-');
  const load = async () => (await import('./rendering')).createRendering(app);
  return app.exports.start({ only, name, load });
};
