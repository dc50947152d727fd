// A conversation: its header, its timeline, its warnings.
export const conversation = {
  messagesWith: (name: string) => `Messages with ${name}`,
  beginning: (name: string) => `This is the beginning of your conversation with ${name}`,
  beginningOfNotes: 'Keep texts, links and files here. They’re on all your devices.',
  greet: 'Say hello',
  greeting: 'Good to see you here!',
  loading: 'Loading…',
  loadAgain: 'Loading failed. Try again',
  toNewest: 'Go to the newest message',
  backToReply: 'Back to the reply',
  backToList: 'Back to the list',
  dropHere: (name: string) => `Drop files here to send them to ${name}`,
  goToDay: 'Go to a date',
  day: 'Date',
  go: 'Go',
  keyChanged: (name: string) =>
    `${name}’s key has changed. Maybe ${name} lost the password, or someone is intercepting your messages. Compare the safety numbers.`,
  acceptKey: 'Accept the new key',
  compare: 'Compare',
  keyChangedTitle: 'The key has changed',
  keyChangedText: (name: string) =>
    `This isn’t the key you verified with ${name} or got with the invitation. Maybe ${name} lost the password, or someone is intercepting your messages. Your message waits until you decide.`,
  sendAnyway: 'Send anyway',
  blockedText: (name: string) =>
    `You blocked ${name}, who can’t write to you or send you requests, and isn’t told.`,
  requestAgain: 'Send a friend request',
  notEncrypted: 'Not encrypted',
};
