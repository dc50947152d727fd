// Whose key is whose: what changed, what was proven, and what the server was caught at.
import { entry } from './entry';

export const trust = {
  othersWait: {
    title: 'Something of someone else is on this device',
    text: 'Someone else was signed in here, and that session ended by itself. What they wrote and didn’t send, and what this device keeps of their conversations, waits here for 30 days until they sign in again. Only they can open it.',
    keep: 'Let it stay',
    remove: 'Remove it',
  },
  doNotSend: 'Do not send it',
  understood: 'Understood',
  newKey: 'new key',
  keyExchanged: (name: string) =>
    `${name}’s key has changed. Maybe ${name} lost the password, or someone is intercepting your messages. Messages with the new key are marked. Compare the safety numbers to be sure.`,
  keyDisputed: (name: string) =>
    `Two of your devices know different keys of ${name}. Nothing is sent until you decide. Compare the safety numbers.`,
  keyGone: (name: string) =>
    `The server says ${name} no longer has a key. Nothing is sent unencrypted.`,
  formerKeys: (count: number, name: string) =>
    count === 1
      ? `1 earlier key of ${name} was accepted: messages with it count as ${name}’s.`
      : `${count} earlier keys of ${name} were accepted: messages with them count as ${name}’s.`,
  formerKeysWrong: 'Not theirs',
  renamed: (before: string, now: string) => `${before} is now called ${now}`,
  namesake: (name: string) =>
    `Somebody else whom you trust is called ${name}, too. This isn’t them: don’t take one for the other.`,
  compareAgain:
    'The key changed while you were comparing, so nothing was marked as verified. These are the new numbers. Please compare again.',
  byInvitation: 'From your invitation',
  byInvitationOfMany: 'From one of the people you sent the link to',
  linkWaiting: (name: string) =>
    `The key came with ${name}’s invitation link. ${name}’s device hasn’t confirmed it yet.`,
  linkConfirmed: (name: string) => `Confirmed by ${name}’s device`,
  linkWrong: (name: string) =>
    `The invitation link doesn’t prove this key of ${name}. Someone may be intercepting your messages. Nothing is sent until you compare the safety numbers.`,
  unknownKey: 'Unknown key',
  unknownKeyText: (name: string) =>
    `This message uses a key that was never ${name}’s on this device. Anyone may have written it.`,
  outdated: 'Older version',
  outdatedText:
    'This device has already seen a newer version of this message. The server now sends an older one.',
  deletedBefore: 'Deleted before',
  deletedBeforeText:
    'The server said this message was deleted, and now sends it again. It may have lied then, or it may be lying now.',
  earlierKey: 'earlier key, never compared',
  earlierKeyText:
    'This message uses an earlier key that nobody compared. Only the current key was verified.',
  showAnyway: 'Show the text anyway',
  answerByServer: 'according to the server',
  answerByServerText:
    'Which message this one answers is only the server’s word: nothing in it proves that.',
  plainFromFriend: 'Not encrypted: anyone may have written it',
  writtenAt: (written: string, arrived: string) => `written ${written}, arrived ${arrived}`,
  notices: {
    oldVault: () =>
      'The server sent an old copy of your keys and contacts. It was not used: this device saved its own copy again.',
    wentBack: (when: string) =>
      `The server went back to ${when}. This device saved your keys and contacts again.`,
    damagedVault: () =>
      'The copy of your keys on the server is damaged. This device saved its own copy again.',
    missingVault: () =>
      'The server had no copy of your keys and contacts any more. This device saved its own copy again.',
    earlierVault: () =>
      'The newest copy of your keys can’t be opened, but an earlier one can. What you changed since may be missing. Check whom you have verified.',
    newerVault: () => entry.lockedNewerText,
    foreignVault: () =>
      'The server has keys for your account that this device can’t open. If you created new ones on another device, sign out here and sign in again. If you didn’t, they may be somebody else’s: tell the server’s admin.',
    sessionEnded: () =>
      'This device was signed out from elsewhere. If that wasn’t you or the admin, change your password and your key.',
    lockLost: () =>
      'The app lock is off, because it was opened by your password. You can set it again in the settings.',
    passwordReset: () =>
      'Your password was changed outside of Chat8’s devices. If that wasn’t you or the admin, change it again, and change your key.',
    changeRefused: () =>
      'The server refused something that you changed without a connection. It’s as it was before.',
    editOvertaken: () =>
      'A message that you edited here without a connection was edited later on another device of yours. The later edit counts.',
    vaultRefused: (when: string) =>
      `Someone signed in as you tried to replace your keys (${when}) and was refused. Check your devices, sign out those you don’t know, and change your key.`,
  },
  changeKey: 'Change my key',
  changeKeyAfter: 'If someone else may have had access, change your key too.',
  changeKeyText:
    'Do this after a device was stolen, or if someone knew your password. Old messages stay readable, and your friends see that the key is new. Earlier copies of your keys are deleted from the server.',
  keyIsChanged: 'Your key was changed. Your friends are told.',
};
