// The palette, and the shortcuts.
export const palette = {
  title: 'Go to',
  hint: 'A person, a setting, something to do',
  searchMessages: (text: string) => `Search messages for “${text}”`,
  scheme: { light: 'Switch to light', dark: 'Switch to dark' },
  shortcuts: {
    palette: 'Go to a person, a setting, something to do',
    search: 'Search names and messages',
    next: 'Next conversation',
    previous: 'Previous conversation',
    settings: 'Settings',
    lock: 'Lock now (with the app lock)',
    list: 'This list',
    send: 'Send',
    newLine: 'New line',
    editLast: 'Edit your last message (in the empty field)',
    undo: 'Undo what was just offered',
    messages: 'From message to message',
    menu: 'What can be done with a message',
    close: 'Close, or back to the field',
  },
};
