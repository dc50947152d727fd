// The frame of the page: banners, and what stands in an empty window.
export const shell = {
  unreachableTitle: 'The server can not be reached',
  unreachableText:
    'Check the connection. This page tries again by itself; nothing that you typed is lost.',
  clockOff: (time: string) =>
    `The clock of this device is off by ${time}. Times may look wrong until it is set right.`,
  storageBlocked:
    'This browser keeps nothing for this page: cookies and site data are blocked. When the page closes you are signed out, and drafts are gone. Allow them beside the address.',
  serverRestored: 'This server was restored from a backup. What was sent after it may be missing.',
  offline: 'No connection. What you write is kept and sent later.',
  chooseConversation: 'Choose a conversation',
  chooseConversationText: 'Messages and files are sealed before they leave this device.',
};
