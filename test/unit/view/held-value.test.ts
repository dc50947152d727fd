// A choice that does not hold is not shown as one.
import { expect, test } from 'bun:test';
import { showingHeld } from '../../../src/web/view/ui/form/held-value';

test('a field shows what was chosen once that holds, and what holds still if it failed', async () => {
  let lifetime = '';
  const field = { value: '3600' };
  const refused = new Error('no connection');
  const failing = showingHeld(
    field,
    () => Promise.reject(refused),
    () => lifetime,
  );
  await expect(failing).rejects.toThrow(refused);
  expect(field.value).toBe('');
  field.value = '3600';
  const choose = async (chosen: string) => {
    lifetime = chosen;
  };
  await showingHeld(field, choose, () => lifetime);
  expect(field.value).toBe('3600');
});
