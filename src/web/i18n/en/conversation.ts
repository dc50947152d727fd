// A conversation: its header, its timeline, its warnings.
export const conversation = {
  messagesWith: (name: string) => `Messages with ${name}`,
  beginning: (name: string) => `The beginning of your conversation with ${name}`,
  loading: 'Loading…',
  loadAgain: 'Loading failed. Try again',
  toNewest: 'To the newest message',
  backToReply: 'Back to the reply',
  backToList: 'Back to the list',
  dropHere: (name: string) => `Drop the files to send them to ${name}`,
  goToDay: 'Go to a day',
  day: 'Day',
  go: 'Go',
  keyChanged: (name: string) =>
    `${name}’s key has changed: a new device after a lost password, or someone in between. Compare the safety numbers.`,
  acceptKey: 'Go on with the new key',
  compare: 'Compare',
  keyChangedTitle: 'The key has changed',
  keyChangedText: (name: string) =>
    `This is not the key that you compared with ${name}, or that came with the invitation. Perhaps ${name} lost a password, perhaps someone is in between. Your message is kept until you decide.`,
  sendAnyway: 'Send anyway',
  blockedText: (name: string) =>
    `You blocked ${name}, who can no longer write to you or ask, and is not told.`,
  requestAgain: 'Ask to be friends',
  notEncrypted: 'Not encrypted',
};
