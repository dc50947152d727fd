// The texts around the conversations in English: entering, people, settings.
export const around = {
  brand: 'Chat8',
  languageTitle: 'Language',
  schemeTitle: 'Colours',
  lookHint: 'The size of the text follows your browser: zoom with Ctrl and +.',
  promises: [
    'Sealed before it leaves your device: texts, files and their names.',
    'Your words lie on a server that you or someone you know runs.',
    'No telephone number, no advertising, no other company.',
  ],
  signInTitle: 'Welcome back',
  registerTitle: 'Create your account',
  invitedBy: (name: string) => `${name} invites you. Create an account, and you two are friends.`,
  invitedByNobody: 'Your invitation is good. Create an account.',
  closed: 'This server takes no new accounts. Ask whoever runs it to create one for you.',
  inviteOnly:
    'A new account needs an invitation here. Ask a friend on this server, or whoever runs it, for a link.',
  inviteSpent: 'This invitation was used already, taken back, or is too old. Ask for a new link.',
  usernameHint:
    '2 to 32 letters, digits, and _ . - (a letter or digit at least). Others find you by it.',
  emailHint: 'For signing in. Nobody else sees it, and nothing is sent to it.',
  passwordLong: 'The password can have 128 characters at most.',
  showTyped: 'Show what is typed',
  hideTyped: 'Hide what is typed',
  forgot: 'Forgotten your password?',
  forgotText: [
    'Whoever runs this server can set a new one (chat8 user reset-password). Sign in with it here.',
    'Your messages then ask for your earlier password or your recovery code: the operator has neither, and opens nothing.',
    'With neither of the two you get a new key. Your friends are told, and what was sealed before stays closed.',
  ],
  partings: {
    ended:
      'You were signed out here: the session was ended on another device, by a new password, or after a long time. Drafts are kept.',
    otherPerson:
      'Somebody else signed in with this browser. Sign out to go on as yourself; drafts are kept.',
    signedOut:
      'You are signed out. Your keys, drafts and unsent messages are no longer on this device.',
    erased: 'Your account is deleted. Take care.',
  },
  unreachableTitle: 'The server can not be reached',
  unreachableText:
    'Check the connection. This page tries again by itself; nothing that you typed is lost.',
  clockOff: (time: string) =>
    `The clock of this device is off by ${time}. Times may look wrong until it is set right.`,
  forgetful:
    'This browser keeps nothing for this page: cookies and site data are blocked. When the page closes you are signed out, and drafts are gone. Allow them beside the address.',
  restored: 'This server was restored from a backup. What was sent after it may be missing.',
  dismiss: 'Dismiss',
  goBack: 'Back',
  lockedReset:
    'Your password was set anew, by another program or by whoever runs the server. Your messages are still sealed with the earlier one: enter it, or the recovery code.',
  earlierPassword: 'Earlier password',
  recoveryForm: '14 groups of 4; small letters and missing dashes are fine.',
  startOverAct: 'Make a new key',
  keepFile: 'Keep as a file',
  recoveryFile: 'Chat8: the recovery code of your messages. Keep it where nobody else looks.',
  recoveryDue:
    'You have not shown that you kept a recovery code. If the password is forgotten, nothing else opens your messages.',
  recoveryKept: 'Good. Only this new code is valid now.',
  newRecoveryText: 'The code that you have stops working at once, and a new one is shown.',
  conversations: 'Conversations',
  noMessages: 'No messages yet',
  draft: 'Draft:',
  youSaid: 'You: ',
  noMatch: (sought: string) => `No conversation with “${sought}”`,
  findPeople: 'Find people by this name',
  find: 'Find',
  openChat: 'Open',
  sentRequests: 'You asked',
  waiting: 'waiting for an answer',
  takenBack: 'Taken back',
  askedOf: (name: string) => `${name} will see that you asked.`,
  invitedHere: (name: string) =>
    `${name} invites you. You have an account already: ask to be friends, and the key from the link is kept.`,
  share: 'Share',
  show: 'Show',
  makeAnother: 'Make another link',
  openInvites: 'Invitations that are still good',
  usedInvites: 'Used invitations',
  usedBy: (names: string) => `used by ${names}`,
  usedUp: 'used',
  linkOfDevice: (host: string) =>
    `Nobody else can open this link: every device takes ${host} for itself. Open Chat8 under the address that others use, and make the link there.`,
  linkOfNetwork: (host: string) =>
    `Nobody outside your own network can open this link: ${host} is known there alone. For others, open Chat8 under its public address, and make the link there.`,
  goodUntil: (when: string) => `good until ${when}`,
  aboutPerson: 'Person and encryption',
  plainTitle: 'Not encrypted',
  safetyTitle: 'Safety numbers',
  pages: {
    profile: 'Profile',
    look: 'Appearance',
    security: 'Password and recovery',
    devices: 'Devices',
    blocked: 'Blocked people',
    storage: 'Storage and account',
    about: 'Encryption',
  },
  statusHint: 'Your friends see this. Invisible shows you as offline.',
  clearAvatar: 'Remove picture',
  cropTitle: 'Choose the part',
  cropHint: 'Drag the picture, or move it with the arrow keys',
  zoom: 'Zoom',
  noPicture: 'This picture can not be read. Take a PNG, JPEG, WebP or GIF.',
  passwordChanged: 'Password changed. Other devices are signed out.',
  changePasswordText:
    'Your messages stay readable: their key is locked anew. Every other device is signed out.',
  devicesText: 'Where you are signed in. End what you do not know, then change the password.',
  lastUsed: (when: string) => `last used ${when}`,
  signedInAt: (when: string) => `signed in ${when}`,
  endOthers: 'Sign out all others',
  endOthersText: 'Every device but this one is signed out at once.',
  blockedText: 'They can not write to you or ask, and are not told.',
  noBlocked: 'You have blocked nobody.',
  storageText: 'The files that you sent take this space. Delete messages with files to make room.',
  exportText:
    'One ZIP with your profile, contacts, conversations and files, as they lie on the server: what was sealed stays sealed in it.',
  eraseSure: 'Everything goes now, for your friends too. Nobody can bring it back.',
  signOutText:
    'Your keys, drafts and unsent messages are removed from this device. Your messages stay on the server, sealed.',
  protects: 'What is protected',
  protectsList: [
    'Texts, files and their names, from whoever steals the disk, a backup or the logs, and from an operator who only looks.',
    'Your key lies in a vault that only your password or your recovery code opens. Your password never leaves this device.',
    'A friend’s key that changes is shown, and one that you compared stops the next message until you decide.',
  ],
  protectsNot: 'What is not',
  protectsNotList: [
    'Who talks to whom, when and how much; reactions, and what was read.',
    'An operator who changes the program that his server hands to your browser.',
    'Someone who holds your unlocked device. A stolen key opens the past.',
    'The first contact, unless it began with an invitation link or you compared the safety numbers.',
  ],
  fillIn: 'Fill this in.',
  dayAhead: 'This day is still to come.',
  wrongAt: { current_password: 'This is not your password.' } as Record<string, string>,
  firstAccount: 'This server is new: yours is the first account.',
  noAccountYet: {
    invite:
      'Nobody has an account on this server yet. Whoever runs it makes the first invitation with this command:',
    closed:
      'Nobody has an account on this server yet, and nobody can make one here. Whoever runs it makes the first with this command:',
  },
  requestWords: 'A few words with your request (optional)',
  invitedOwn: 'This is your own invitation. Send the link to someone else.',
  fields: {
    message: 'At most 200 characters.',
    username: '2 to 32 letters, digits, and _ . - with at least one letter or digit.',
    email: 'This does not look like an e-mail address.',
    password: 'The password needs 8 to 128 characters.',
    q: 'Type 1 to 64 characters of the name.',
  } as Record<string, string>,
  waitFor: (time: string) => `Too many tries. Try again in ${time}.`,
};

export type Around = typeof around;
