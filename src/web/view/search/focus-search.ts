import type { Client } from '../ui/use-app';

/** Into the search, on a phone out of the conversation that covers it. */
export const focusSearch = async ({ screen }: Pick<Client, 'screen'>): Promise<void> => {
  const field = document.querySelector<HTMLInputElement>('.search-input');
  if (field?.checkVisibility() === false) screen.closeConversation();
  // It takes the focus once it is drawn, which is before anybody types.
  await Promise.resolve();
  field?.focus();
};
