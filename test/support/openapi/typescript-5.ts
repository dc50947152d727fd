// The generators of clients write TypeScript by the API of version 5, which 7 no longer has: loaded
// before them, this gives them that one in place of the project's own.
import { plugin } from 'bun';

plugin({
  name: 'typescript 5 for generators',
  setup(build) {
    build.module('typescript', async () => {
      const found = await import('typescript-5');
      return { exports: { ...found, default: found.default }, loader: 'object' };
    });
  },
});
