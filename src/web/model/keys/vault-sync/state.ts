// What this device knows of the open vault, and the version of it on the server.
import { signal } from '@preact/signals';
import type { Engine, Identity } from '../../../crypto/engine';
import type { InviteLink } from '../../../crypto/vault/content';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import type { Clock } from '../../platform';
import type { Device } from '../../store/device';
import type { Locks } from '../../store/locks';
import { EngineFault } from '../engine-client';
import type { Notices } from '../notices';
import type { Pins } from '../pins';
import type { KeptCopy } from './kept-copy';

export interface VaultNeeds {
  engine: Engine;
  api: Api;
  clock: Clock;
  device: Device;
  locks: Locks;
  notices: Notices;
  pins: Pins;
  userId: () => number;
}

export const reasonOf = (error: unknown): string =>
  error instanceof EngineFault ? error.reason : '';

/** It is not a vault, or not the one that it claims to be: there is nothing to lose in it. */
export const isDamage = (error: unknown): boolean =>
  ['malformed', 'too_long', 'tampered'].includes(reasonOf(error));

/** The server gives none, though this device knew one: nothing is made in its place by itself. */
export const missingVault = (): EngineFault => new EngineFault('missing_vault', null);

export const createVaultState = ({ engine, pins, api }: VaultNeeds, copies: KeptCopy) => {
  const links = signal<Record<string, InviteLink>>({});
  const names = signal<Record<string, string>>({});
  let known: Identity | undefined;
  let version = 0;
  /** As this device keeps it already. */
  const took = (next: Identity): void => {
    known = next;
    pins.replace(next.pins);
    links.value = next.links;
    names.value = next.names;
  };
  return {
    links,
    names,
    known: () => known,
    version: () => version,
    atVersion(next: number): void {
      version = next;
    },
    took,
    async opened(next: Identity): Promise<void> {
      took(next);
      const { n, isUnstored } = next;
      await copies.keep({ text: await engine.copy(), n, isUnstored });
    },
    stored: () => api.get('/encryption/keys', answers.vault),
    earlier: (vault_version: number) =>
      api.get(`/encryption/keys?vault_version=${vault_version}`, answers.vault),
  };
};

export type VaultState = ReturnType<typeof createVaultState>;
