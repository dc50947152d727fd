// The list of conversations.
export const sidebar = {
  conversations: 'Conversations',
  search: 'Search conversations',
  noMatch: (sought: string) => `No conversation with “${sought}”`,
  findPeople: 'Find people by this name',
  noConversations: 'No conversations yet',
  noConversationsText: 'Find people you know, or send them an invitation.',
  noMessages: 'No messages yet',
  draft: 'Draft:',
  yourMessage: 'You: ',
  unread: (count: number) => `${count} unread`,
  recoveryDue:
    'You have not shown that you kept a recovery code. If the password is forgotten, nothing else opens your messages.',
};
