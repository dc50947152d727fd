// Which messages the server does not have yet, for the list of conversations.
import type { Item } from '../state';
import { unsent } from '../state';

export const showUnsent = (item: Item): void => {
  unsent.value = { ...unsent.value, [item.client_id]: item };
};

export const dropUnsent = (client_id: string): void => {
  if (!(client_id in unsent.value)) return;
  const { [client_id]: _, ...rest } = unsent.value;
  unsent.value = rest;
};
