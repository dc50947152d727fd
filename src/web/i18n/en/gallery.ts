// All pictures, files, links and voice messages of a conversation.
export const gallery = {
  title: 'Media, files and links',
  kinds: { visual: 'Media', file: 'Files', link: 'Links', voice: 'Voice' },
  none: {
    visual: 'No pictures or videos yet',
    file: 'No files yet',
    link: 'No links yet',
    voice: 'No voice messages yet',
  },
};
