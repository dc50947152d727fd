// Whose key is whose: what changed, what was proven, and what the server was caught at.
export const trust = {
  understood: 'Understood',
  newKey: 'new key',
  keyExchanged: (name: string) =>
    `${name}’s key is another one now: a new device after a lost password, or someone in between. Messages under it are marked. Compare the safety numbers if it matters.`,
  keyDisputed: (name: string) =>
    `Two of your devices know different keys of ${name}. Nothing is sent before you decide. Compare the safety numbers.`,
  keyGone: (name: string) =>
    `The server says that ${name} has no key any more. Nothing is sent without encryption.`,
  formerKeys: (count: number, name: string) =>
    count === 1
      ? `1 earlier key of ${name} was taken over: messages under it count as ${name}’s.`
      : `${count} earlier keys of ${name} were taken over: messages under them count as ${name}’s.`,
  formerKeysWrong: 'Not theirs',
  renamed: (before: string, now: string) => `${before} is called ${now} now`,
  compareAgain:
    'The key changed while you were comparing. Nothing was marked as verified. These are the new numbers: begin again.',
  byInvitation: 'By your invitation',
  byInvitationOfMany: 'One of those whom you sent the link',
  linkWaiting: (name: string) =>
    `The key came with ${name}’s invitation link, and ${name}’s device has not confirmed it yet.`,
  linkConfirmed: (name: string) => `Confirmed by ${name}’s device`,
  linkWrong: (name: string) =>
    `The proof that ${name} has your invitation link does not fit. Someone may be in between: nothing is sent until you have compared the safety numbers.`,
  unknownKey: 'Not from a key that you know',
  unknownKeyText: (name: string) =>
    `This message is under a key that was never ${name}’s here. Anybody may have written it.`,
  showAnyway: 'Show the text all the same',
  plainFromFriend: 'Not encrypted: it may be from anybody',
  writtenAt: (written: string, arrived: string) => `written ${written}, arrived ${arrived}`,
  notices: {
    oldVault: () =>
      'The server gave an old copy of your keys and contacts. It was not used: this device wrote its own again.',
    wentBack: (when: string) =>
      `The server went back to ${when}. This device wrote your keys and contacts again as it knows them.`,
    damagedVault: () =>
      'The copy of your keys on the server is damaged. This device wrote its own again.',
    earlierVault: () =>
      'The newest copy of your keys does not open; an earlier one does. What you changed since may be missing: look at the people whom you verified.',
    newerVault: () =>
      'Your keys were stored by a newer version of Chat8. Load this page again to use it.',
    foreignVault: () =>
      'Another device made new keys for your account. Sign out here and in again to use them.',
    vaultRefused: (when: string) =>
      `Somebody who is signed in as you tried to replace your keys (${when}), and was refused. Look at your devices, end what you do not know, and change your key.`,
  },
  changeKey: 'Change my key',
  changeKeyText:
    'After a stolen device, or if somebody knew your password. Old messages stay readable; friends see that the key is new. Earlier copies of your keys are deleted from the server.',
  keyIsChanged: 'You have a new key. Your friends are told.',
};
