// The frame of the page: banners, and what stands in an empty window.
export const shell = {
  unreachableTitle: 'Can’t reach the server',
  unreachableText: 'Check your connection. This page keeps trying, and nothing you typed is lost.',
  clockOff: (time: string) =>
    `This device’s clock is off by ${time}. Times may be wrong until you correct it.`,
  storageBlocked:
    'This browser blocks cookies and site data for this page. When you close it, you’re signed out and your drafts are lost. You can allow them in the address bar.',
  serverRestored:
    'This server was restored from a backup. Messages sent after the backup may be missing.',
  offline: 'No connection. What you write is saved and sent later.',
  chooseConversation: 'Choose a conversation',
  chooseConversationText: 'Messages and files are encrypted before they leave this device.',
};
