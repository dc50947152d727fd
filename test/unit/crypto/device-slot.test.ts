import { expect, test } from 'bun:test';
import { agreeByDevice, newDeviceKey } from '../../../src/web/crypto/vault/device-slot';
import {
  newVault,
  readVault,
  withoutSlot,
  withSlotKey,
  writeVault,
} from '../../../src/web/crypto/vault/vault';
import { createNobleCurve, findCurve, newSecret } from '../../../src/web/crypto/x25519';
import { faultOf } from '../../support/faults';

const curve = await findCurve();

test('a device opens the vault by its own slot, with a key that no script can read', async () => {
  const { device, public_key } = await newDeviceKey(curve);
  expect(device.kid).toMatch(/^device:[\w-]{16}$/);
  expect('key' in device && device.key.extractable).toBe(false);
  const vault = withSlotKey(await newVault(curve), device.kid, public_key, {});
  const text = await writeVault(curve, vault);
  // IndexedDB keeps it as a structured clone.
  const kept = structuredClone(device);
  expect(await readVault(curve, text, agreeByDevice(curve, kept))).toEqual(vault);
  const other = await newDeviceKey(curve);
  const byOther = agreeByDevice(curve, other.device);
  expect(await faultOf(() => readVault(curve, text, byOther))).toBe('locked');
});

test('a browser without X25519 keeps it under a key of AES that no script can read', async () => {
  const noble = await createNobleCurve();
  const secret = newSecret();
  const wrapper = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapper, secret);
  const x = Buffer.from(await noble.publicOf(secret)).toString('base64url');
  const kid = 'device:ABCDEFGHIJKLMNOP';
  const vault = withSlotKey(await newVault(noble), kid, { kty: 'OKP', crv: 'X25519', x }, {});
  const text = await writeVault(noble, vault);
  const opener = agreeByDevice(noble, { kid, wrapper, iv, wrapped });
  expect(await readVault(noble, text, opener)).toEqual(vault);
  const damaged = agreeByDevice(noble, { kid, wrapper, iv, wrapped: new ArrayBuffer(48) });
  expect(await faultOf(() => readVault(noble, text, damaged))).toBe('locked');
});

test('a removed slot opens nothing that is written from then on, and its device is forgotten', async () => {
  const [one, other] = [await newDeviceKey(curve), await newDeviceKey(curve)];
  let vault = withSlotKey(await newVault(curve), one.device.kid, one.public_key, {});
  vault = withSlotKey(vault, other.device.kid, other.public_key, {});
  const entry = { session_id: 1, name: 'phone', made_at: 1 };
  const devices = new Map([[one.device.kid, entry]]);
  vault = withoutSlot({ ...vault, content: { ...vault.content, devices } }, one.device.kid);
  expect([...vault.content.devices.keys()]).toEqual([]);
  expect([...vault.content.gone]).toEqual([one.public_key.x]);
  const text = await writeVault(curve, vault);
  const byOne = agreeByDevice(curve, one.device);
  expect(await faultOf(() => readVault(curve, text, byOne))).toBe('locked');
  expect(await readVault(curve, text, agreeByDevice(curve, other.device))).toEqual(vault);
});
