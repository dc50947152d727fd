// Writing a message: text, files, voice.
export const composer = {
  message: 'Message',
  messageNotEncrypted: 'Message, not encrypted',
  send: 'Send',
  attach: 'Attach files',
  record: 'Record a voice message',
  recording: 'Recording',
  pauseRecording: 'Pause recording',
  resumeRecording: 'Go on recording',
  listen: 'Listen',
  stopListening: 'Pause',
  sendRecording: 'Send the recording',
  microphoneRefused:
    'This page isn’t allowed to use the microphone. Allow it in the address bar and try again.',
  noMicrophone: 'There’s no microphone.',
  microphoneBusy: 'The microphone doesn’t start. Maybe another program is using it.',
  editing: 'Edit message',
  replyingTo: (name: string) => `Reply to ${name}`,
  replyingToSelf: 'Reply to yourself',
  chosenFiles: 'Chosen files',
  albums: (count: number) =>
    count === 1 ? 'Sent together as one album' : `Sent together as ${count} albums`,
  originalSize: 'Original size',
  metadataRemoved:
    'Place and time are removed from pictures and films, unless it says otherwise above.',
  metadataStays: 'Camera data in this file, possibly the place, is not removed.',
  tooManyFiles: (most: number) => `You can send at most ${most} files at once.`,
  tooLong: (bytes: number) =>
    `Too long by ${bytes === 1 ? '1 byte' : `${bytes} bytes`}. Shorten the text, or send it as a file.`,
  storageFull:
    'This browser’s storage is full. What you write is only kept while this page stays open.',
};
