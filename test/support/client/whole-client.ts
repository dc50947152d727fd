// The web client with both of its halves, which the page loads one after the other.
import type { Core } from '../../../src/web/model/core';
import { createCore } from '../../../src/web/model/core';
import type { Platform } from '../../../src/web/model/platform';
import type { SignedInModels } from '../../../src/web/model/signed-in';
import { createSignedIn } from '../../../src/web/model/signed-in';

export const createApp = (parts: Platform, language: () => 'zh' | 'en') => {
  const core: Core<SignedInModels> = createCore(parts, language, async () => () => half);
  const half = createSignedIn(core.base);
  return { ...core.models, ...half.models };
};

export type App = ReturnType<typeof createApp>;
