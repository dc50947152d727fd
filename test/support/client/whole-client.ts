// The web client with both of its halves, which the page loads one after the other.
import type { Entry } from '../../../src/web/model/entry';
import { createEntry } from '../../../src/web/model/entry';
import type { InsideModels } from '../../../src/web/model/inside';
import { createInside } from '../../../src/web/model/inside';
import type { Platform } from '../../../src/web/model/platform';

export const createApp = (parts: Platform, language: () => 'zh' | 'en') => {
  const entry: Entry<InsideModels> = createEntry(parts, language, async () => () => half);
  const half = createInside(entry.base);
  return { ...entry.models, ...half.models };
};

export type App = ReturnType<typeof createApp>;
