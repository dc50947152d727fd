// Writing a message: text, files, voice.
export const composer = {
  message: 'Message',
  messageNotEncrypted: 'Message, not encrypted',
  send: 'Send',
  attach: 'Attach a file',
  record: 'Record a voice message',
  recording: 'Recording',
  sendRecording: 'Send the recording',
  microphoneRefused:
    'The browser does not let this page use the microphone. Allow it beside the address, and try again.',
  noMicrophone: 'The microphone is not available.',
  microphoneBusy: 'The microphone does not start. Perhaps another program is using it.',
  editing: 'Editing',
  replyingTo: (name: string) => `Reply to ${name}`,
  replyingToSelf: 'Reply to yourself',
  chosenFiles: 'Chosen files',
  originalSize: 'Original size',
  metadataRemoved: 'Where and when a picture was taken never goes with it.',
  metadataStays: 'What its camera noted in it, perhaps the place, stays in it.',
  tooManyFiles: (most: number) => `At most ${most} files at once.`,
  tooLong: (bytes: number) => `Too long by ${bytes} bytes. Shorten it, or send it as a file.`,
  storageFull:
    'This browser’s storage is full: what you write is kept only while this page stays open.',
};
