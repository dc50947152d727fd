// What the half behind the sign-in stands on, beside what both halves share.
import type { SignedInNeeds } from './core';
import { createSealer } from './keys/sealer';
import { createNaming } from './people/naming';
import { createUnsentStore } from './store/unsent-store';

export const createBase = (needs: SignedInNeeds) => ({
  ...needs,
  naming: createNaming({
    friends: needs.people.friends,
    me: needs.account.me,
    nicknames: needs.keys.nicknames,
    pins: needs.pins.pins,
  }),
  sealer: createSealer(needs.engine, needs.keys, needs.userId),
  unsentStore: createUnsentStore(needs),
});

export type Base = ReturnType<typeof createBase>;
