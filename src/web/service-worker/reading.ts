// What this device knows of a push: the name of the friend, and the text, opened under the rules by
// which the page shows it. Whatever is missing or in doubt stays unsaid: a notification has no place
// for a mark.
import { withoutMarks } from '../../protocol/formatting';
import { hasLookalikeIn, lookalikeIndex } from '../../protocol/lookalike/lookalike-index';
import { push_preview_chars_max } from '../../protocol/push-limits';
import { PUSH_WORDS, wordOfType } from '../../protocol/push-words';
import { isObject } from '../crypto/bytes';
import { readEnvelope } from '../crypto/header';
import { createKeptText } from '../crypto/kept-text';
import { createKeyring } from '../crypto/keyring';
import { readPublicKey } from '../crypto/keys';
import { openMessage } from '../crypto/message';
import { createOwnText } from '../crypto/own-text';
import type { Pin } from '../crypto/vault/content';
import type { DeviceKey } from '../crypto/vault/device-slot';
import { agreeByDevice } from '../crypto/vault/device-slot';
import { isDoubted, isKnownKey, isUnprovenKey } from '../crypto/vault/pin-changes';
import type { Vault } from '../crypto/vault/vault';
import { readVault } from '../crypto/vault/vault';
import type { Curve } from '../crypto/x25519';
import {
  deviceKeyName,
  lockName,
  seenName,
  storeKeyName,
  unheard_max_ms,
  vaultName,
} from '../model/store/names';
import type { Notified } from '../model/store/push-memory';
import type { Kept } from './kept';
import type { Pushed } from './payload';

export interface Inside {
  /** The device has an app lock: all that may be said is that something came. */
  isLocked?: true;
  name?: string;
  text?: string;
}

interface Needs {
  kept: Kept;
  curve: Curve;
  now(): number;
}

const member = (value: unknown, name: string): unknown =>
  isObject(value) ? value[name] : undefined;

const shortened = (text: string): string =>
  [...text.replace(/\s+/g, ' ').trim()].slice(0, push_preview_chars_max).join('');

/** As the list of conversations has it. */
const nameOf = async ({ kept }: Needs, me: number, friend_id: number): Promise<string> => {
  const key = (await kept.device(storeKeyName(me))) as CryptoKey;
  const { engine } = createKeptText();
  await engine.useStoreKey(key);
  const sealed = member(await kept.chat(me, friend_id), 'sealed');
  const [text = null] = await engine.openKept([sealed as Parameters<typeof engine.openKept>[0][0]]);
  const friend = member(JSON.parse(text ?? '{}'), 'friend');
  return String(member(friend, 'username') ?? '');
};

const openVault = async ({ kept, curve }: Needs, me: number): Promise<Vault> => {
  const vault = String(member(await kept.device(vaultName(me)), 'text'));
  const device = (await kept.device(deviceKeyName(me))) as DeviceKey;
  return readVault(curve, vault, agreeByDevice(curve, device));
};

/**
 * As a person knows them, by the rule of model/people/naming: the server may call them otherwise, until
 * the line about that was read.
 */
const nameIn = ({ content: { names, pins } }: Vault, friend_id: number): string => {
  const namesOf = (id: string, { name }: Pin): string[] =>
    [names.get(id)?.name ?? '', name.display_name, name.username].filter((each) => each !== '');
  const pin = pins.get(String(friend_id));
  if (pin === undefined) return shortened(names.get(String(friend_id))?.name ?? '');
  const { username } = pin.name;
  const [name = ''] = namesOf(String(friend_id), pin);
  const all = [...pins].map(([id, each]) => ({ id: Number(id), names: namesOf(id, each) }));
  const isAlike = name !== username && hasLookalikeIn(lookalikeIndex(all), friend_id, name);
  return shortened(isAlike ? `${name} (${username})` : name);
};

/** Nobody is to decide anything about this key any more. */
const isSettled = (pin: Pin | undefined, key_id: string): boolean => {
  if (pin === undefined || isDoubted(pin) || !isKnownKey(pin, key_id)) return false;
  if (isUnprovenKey(pin, key_id)) return false;
  return !(pin.key_id === key_id && pin.news?.includes('key'));
};

/** It was read, edited or deleted: somebody sends it a second time. */
const isOver = async ({ kept }: Needs, vault: Vault, me: number, key: string) => {
  const message = member(await kept.message(me, key), 'message');
  if (member(message, 'is_read') === true) return true;
  const sealed = await kept.device(seenName(me));
  if (sealed === undefined) return false;
  const all: unknown = JSON.parse(await createOwnText(() => vault.keys).openOwn(sealed));
  const [, seen] = (Array.isArray(all) ? all : []).find((each) => each?.[0] === key) ?? [];
  // What comes again is the first version, and here an edit of it was seen.
  return member(seen, 'isGone') === true || Number(member(seen, 'rev') ?? 0) > 0;
};

/** Undefined if it is not to be said. @throws CryptoFault, and whatever the databases fail with */
const sealedText = async (
  needs: Needs,
  vault: Vault,
  { to: me, friend_id, content }: Pushed,
  { lang }: Notified,
): Promise<string | undefined> => {
  const { header } = readEnvelope(content ?? '');
  const { type, mid, from_key, edits } = header;
  const kind = (['text', 'image', 'file', 'audio', 'video'] as const).find((each) => each === type);
  // What an edit belongs to is known to the page alone.
  if (kind === undefined || edits !== undefined) return undefined;
  if (!isSettled(vault.content.pins.get(String(friend_id)), from_key)) return undefined;
  if (await isOver(needs, vault, me, `${friend_id} ${mid}`)) return undefined;
  const find = createKeyring(needs.curve, vault.keys, async (key_id) =>
    readPublicKey(String(member(await needs.kept.publicKey(me, key_id), 'public_key'))),
  );
  const { body } = await openMessage(find, me, content ?? '', { from: friend_id, to: me, type });
  // Nobody takes it out of the notification in time.
  if (body.expires_in !== undefined) return undefined;
  return [wordOfType(PUSH_WORDS[lang], kind), withoutMarks(body.text ?? '')]
    .filter(Boolean)
    .join(' · ');
};

export const createReading =
  (needs: Needs) =>
  async (pushed: Pushed, signedIn: Notified): Promise<Inside> => {
    const { to: me, friend_id, kind, content, body } = pushed;
    if (signedIn.user_id !== me || signedIn.show === 'nothing' || kind === 'test') return {};
    const lock = await needs.kept.device(lockName(me));
    if (lock !== undefined) {
      const name = kind === 'call' ? member(member(lock, 'callers'), String(friend_id)) : undefined;
      return { isLocked: true, ...(typeof name === 'string' ? { name: shortened(name) } : {}) };
    }
    // The client is locked by now, and asks for the password.
    const heard = Number(await needs.kept.heard(me));
    if (!(needs.now() - heard < unheard_max_ms)) return {};
    const listed = shortened(await nameOf(needs, me, friend_id));
    if (listed === '') return {};
    try {
      const vault = await openVault(needs, me);
      const name = nameIn(vault, friend_id) || listed;
      if (signedIn.show === 'name' || kind !== 'message') return { name };
      // Somebody who never had a key writes in the clear, and the server says what.
      const isPlain = content === null && !vault.content.pins.has(String(friend_id));
      const text = isPlain
        ? body
        : await sealedText(needs, vault, pushed, signedIn).catch(() => '');
      return { name, ...(text ? { text: shortened(text) } : {}) };
    } catch {
      return { name: listed };
    }
  };
