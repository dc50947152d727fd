// What another program of this device shares into the client (Web Share Target): the browser posts it to
// this address, and it stays here, in memory, until the page that the browser opens takes it. It goes to
// no network and onto no disk.
import type { Shared } from '../model/platform';

/** As the manifest names it. */
const SHARE = '/share';
/** The page that opens asks for it. */
const PAGE = '/?shared';

const files_max = 20;

const textOf = (form: FormData): string =>
  ['title', 'text', 'url']
    .map((name) => form.get(name))
    .filter((value) => typeof value === 'string')
    .map((value) => value.trim())
    .filter((value, at, all) => value !== '' && all.indexOf(value) === at)
    .join('\n');

export const createSharing = () => {
  let waiting: Shared | null = null;
  return {
    /** Undefined if it is another request. */
    receive(request: Request, origin: string): Promise<Response> | undefined {
      const { pathname, origin: asked } = new URL(request.url);
      const isIt = request.method === 'POST' && request.mode === 'navigate' && asked === origin;
      if (!isIt || pathname !== SHARE) return undefined;
      const keep = async () => {
        const form = await request.formData();
        const files = form.getAll('files').filter((each) => each instanceof File);
        const text = textOf(form);
        waiting =
          text === '' && files.length === 0 ? null : { text, files: files.slice(0, files_max) };
      };
      return keep()
        .catch(() => {})
        .then(() => Response.redirect(PAGE, 303));
    },
    /** Once. */
    take(): Shared | null {
      const taken = waiting;
      waiting = null;
      return taken;
    },
  };
};
