// The list of conversations.
export const sidebar = {
  conversations: 'Conversations',
  search: 'Search names and messages',
  noMatch: (sought: string) => `No conversation with “${sought}”`,
  findPeople: 'Find people by this name',
  noConversations: 'No conversations yet',
  noConversationsText: 'Find people you know, or invite them.',
  noMessages: 'No messages yet',
  draft: 'Draft:',
  yourMessage: 'You: ',
  unread: (count: number) => `${count} unread`,
  recoveryDue:
    'You haven’t confirmed that you saved a recovery code. If you forget your password, nothing else unlocks your messages.',
};
