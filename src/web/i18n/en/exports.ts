// Conversations that are taken along: the pages of the export, and what is said while it is made.
interface Running {
  place: string;
  messages: string;
  total: string;
  size: string;
}

export const exports = {
  title: 'Chats from Chat8',
  takeAlong: 'Export chat',
  takeAllAlong: 'Export all chats',
  text: 'A ZIP that you can read without Chat8: pages with your decrypted messages, and all pictures and files. Anyone who has it can read it.',
  running: ({ place, messages, total, size }: Running) =>
    `${place}${messages} of ${total} messages · ${size}`,
  place: (number: number, count: number) => `Chat ${number} of ${count} · `,
  done: (messages: string, files: string) => `Exported: ${messages}, ${files}.`,
  doneParts: (parts: number) => `It came in ${parts} parts: unpack all of them into one folder.`,
  doneLeft: (count: number) =>
    count === 1
      ? 'One thing couldn’t be opened; the first page says which.'
      : `${count} things couldn’t be opened; the first page lists them.`,
  failed: (why: string) => `The export wasn’t finished, and nothing of it was kept. ${why}`,
  noRoom:
    'The export wasn’t finished, and nothing of it was kept: there isn’t enough space on this device. Free some, or export one chat at a time.',
  cannotWrite: 'The file couldn’t be written.',
  stopped: 'The export was stopped, and nothing of it was kept.',
  stop: 'Stop',
  madeBy: (name: string, when: string) => `Taken along by ${name}, ${when}`,
  readable:
    'Everything here is readable for anyone who has these files. What was encrypted was opened on the device that made them.',
  messages: (count: number, shown: string) => (count === 1 ? '1 message' : `${shown} messages`),
  files: (count: number, shown: string) => (count === 1 ? '1 file' : `${shown} files`),
  disappearing: (count: number) =>
    count === 1
      ? '1 disappearing message was left out'
      : `${count} disappearing messages were left out`,
  leftTitle: (count: number) => `Not in this export (${count})`,
  nothingLeft: 'Everything could be opened.',
  fileMissing: 'The server no longer has this file.',
  fileDamaged: 'This file is damaged, or isn’t the one that was sent.',
  deletedMessage: 'A message that was deleted',
  editedAt: (when: string) => `edited ${when}`,
  toOverview: 'Overview',
  earlier: 'Earlier messages',
  later: 'Later messages',
  partTitle: (number: number) => `Part ${number} of several`,
  partText:
    'Unpack all parts into the same folder, then open index.html there. It’s in the last part; without it the export isn’t complete.',
};
