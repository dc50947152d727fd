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
  /** What is the matter with what this device keeps. */
  storeTrouble: {
    newer:
      'A newer version of Chat8 was used in this browser. Until this page is loaded again, it shows nothing without a connection.',
    blocked:
      'Another tab runs an older version of Chat8. Close it, and this page keeps your messages for offline use again.',
    rebuilt:
      'What this device had kept was damaged. It’s being loaded again; nothing that you wrote is lost.',
    full: 'This device has no room left: kept files and old messages were removed from it. They’re still on the server.',
    missing:
      'This browser keeps no messages at the moment. Without a connection, Chat8 can’t show them. This page tries again by itself.',
  },
  chooseConversation: 'Choose a conversation',
  chooseConversationText: 'Messages and files are encrypted before they leave this device.',
};
