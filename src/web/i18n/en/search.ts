// The search over names, messages and days.
export const search = {
  messages: 'Messages',
  filters: 'Only',
  kinds: { picture: 'Pictures', video: 'Videos', voice: 'Voice', file: 'Files', link: 'Links' },
  inConversation: (name: string) => `In ${name}`,
  everywhere: 'Search in all conversations',
  searchHere: (name: string) => `Search in the conversation with ${name}`,
  nothing: 'No message has that.',
  more: 'Show more',
  since: (when: string) => `Searched back to ${when}; older messages are still being loaded.`,
  all: 'All messages were searched.',
  impossible: 'This browser keeps no messages, so only names can be searched.',
};
